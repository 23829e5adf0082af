//! Reports: #41 to #60, a file for each kind of row. What they share is in `columns.rs` and `requests.rs`.

mod agents_availability;
mod availability;
mod columns;
mod figures;
mod load;
mod performance;
mod ranking;
mod requests;
mod sla;
mod sla_log;

pub use agents_availability::{
    AgentAvailability, AgentsAvailability, ReportCallsAgents, ReportChatsAgents, ReportTicketsAvailability,
};
pub use availability::{Availabilities, Availability, ReportCallsAvailability, ReportChatsAvailability};
pub use figures::{
    AgentReport, AgentsReport, ChannelReport, ChannelsReport, DepartmentReport, DepartmentsReport, ReportAgents,
    ReportChannels, ReportDepartments, ReportTags, TagReport, TagsReport,
};
pub use load::{Load, Loads, ReportCallsLoad, ReportChatsLoad, ReportTicketsLoad};
pub use performance::{Interval, PerformanceReport, PerformanceSpan, ReportPerformance};
pub use ranking::{Rank, Ranks, ReportRanking};
pub use sla::{ReportCallsSla, ReportChatsSla, ReportTicketsSla, SlaCompliance, SlaCompliances};
pub use sla_log::{ReportCallsSlaLog, ReportChatsSlaLog, ReportTicketsSlaLog, SlaLog, SlaLogs};
