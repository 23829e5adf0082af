//! Companies.

use liveagent::{ListCompanies, ShowCompany};
use views::{
    Message, Words,
    companies::{List, Show},
};

use crate::{Answer, Asking, Error, Sends, sends};

impl Answer for List {
    const SENDS: Sends = sends![ListCompanies];
    const WORDS: Words = Words::Subject;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = asking.send(&ListCompanies {}).await?;
        Ok(views::companies::list(&answer.companies, asking.page(), &desk))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowCompany];
    const WORDS: Words = Words::All;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (company, desk) = asking.send(&ShowCompany { company_id: self.company.clone() }).await?;
        Ok(views::companies::show(&company, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.company)
    }
}
