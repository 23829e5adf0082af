//! Departments.

use liveagent::{ListDepartmentStatuses, ListDepartments, ShowDepartment};
use views::{
    Message, Words,
    departments::{List, Show, Status},
};

use crate::{
    Answer, Asking, Error, Sends,
    brief::{Brief, Briefing, NOW_MAX_AGE},
    sends,
};

impl Answer for List {
    const SENDS: Sends = sends![ListDepartments];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = asking.send(&ListDepartments {}).await?;
        Ok(views::departments::list(&answer.departments, asking.page(), &desk))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowDepartment];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let operation = ShowDepartment { department_id: self.department.clone() };
        let (department, desk) = asking.send(&operation).await?;
        Ok(views::departments::show(&department, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.department)
    }
}

impl Answer for Status {
    const SENDS: Sends = sends![ListDepartmentStatuses];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = asking.send(&ListDepartmentStatuses {}).await?;
        Ok(views::departments::status(&answer.departments_online_states, asking.page(), &desk))
    }
}

impl Brief for Status {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, liveagent::Error> {
        let Some(known) = briefing.ask(&ListDepartmentStatuses {}, NOW_MAX_AGE).await? else {
            return Ok(views::Brief::default());
        };
        let all = known.answer.departments_online_states.iter();
        Ok(views::digests::departments(&all.filter(|each| briefing.is_of(&each.id)).collect::<Vec<_>>()))
    }
}
