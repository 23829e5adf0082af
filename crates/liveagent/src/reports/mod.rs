//! Reports: #41 to #60, a file for each kind of row.

mod agents;
mod agents_availability;
mod availability;
mod channels;
mod departments;
mod load;
mod performance;
mod ranking;
mod requests;
mod sla;
mod sla_log;
mod tags;

pub use agents::{AgentReport, AgentsReport, ReportAgents};
pub use agents_availability::{
    AgentAvailability, AgentsAvailability, ReportCallsAgents, ReportChatsAgents, ReportTicketsAvailability,
};
pub use availability::{Availabilities, Availability, ReportCallsAvailability, ReportChatsAvailability};
pub use channels::{ChannelReport, ChannelsReport, ReportChannels};
pub use departments::{DepartmentReport, DepartmentsReport, ReportDepartments};
pub use load::{Load, Loads, ReportCallsLoad, ReportChatsLoad, ReportTicketsLoad};
pub use performance::{Interval, PerformanceReport, PerformanceSpan, ReportPerformance};
pub use ranking::{Rank, Ranks, ReportRanking};
pub use sla::{ReportCallsSla, ReportChatsSla, ReportTicketsSla, SlaCompliance, SlaCompliances};
pub use sla_log::{ReportCallsSlaLog, ReportChatsSlaLog, ReportTicketsSlaLog, SlaLog, SlaLogs};
pub use tags::{ReportTags, TagReport, TagsReport};
