//! All of LiveAgent from Discord: each operation that is no report is sent by what a member types and presses, in one story whose effects are read
//! back from LiveAgent. The reports have commands of their own.

use std::{collections::BTreeSet, time::Duration};

use liveagent::OPERATIONS;
use sandbox::{Answer, Member};
use serde_json::json;

use crate::support::World;

const JANE: &str = "jane.doe@mail.example";

/// The names of the operations that LiveAgent was asked for since it was last asked about.
fn sent(world: &World) -> BTreeSet<&'static str> {
    let is_at = |pattern: &str, path: &str| {
        let (pattern, path) = (pattern.split('/'), path.split('/'));
        pattern.clone().count() == path.clone().count()
            && pattern.zip(path).all(|(pattern, part)| pattern == part || pattern.starts_with('{'))
    };
    let requests = world.sandbox.liveagent().requests().take();
    let operation = |method: &str, path: &str| {
        let found = OPERATIONS.iter().find(|known| known.method.as_str() == method && is_at(known.path, path));
        found.unwrap_or_else(|| panic!("{method} {path} is no operation")).name
    };
    requests.iter().map(|request| operation(&request.method, &request.path)).collect()
}

/// A member's story, and which operations it has sent.
struct Story {
    world: World,
    owner: Member,
    reached: BTreeSet<&'static str>,
}

impl Story {
    async fn begin() -> Self {
        let world = World::monday(0.0).await;
        let owner = world.sandbox.owner().with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec());
        for option in [
            "/tag show tag:",
            "/link member agent:",
            "/group show group:",
            "/company show company:",
            "/department show department:",
            "/kb show entry:",
            "/kb list knowledgebase:",
            "/widget show widget:",
        ] {
            while owner.complete(option).await.is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        owner.run("/link member member:@Ada agent:Ben Okafor").await;
        sent(&world);
        Self { world, owner, reached: BTreeSet::new() }
    }

    /// Types a command and presses buttons, of which the last answer is returned. These operations are sent by it.
    async fn does(&mut self, line: &str, buttons: &[&str], operations: &[&'static str]) -> Answer {
        let mut answer = self.owner.run(line).await;
        for button in buttons {
            answer = self.owner.click(&answer, button).await;
        }
        assert!(!answer.text().starts_with("⚠️"), "{line}: {}", answer.text());
        let sent = sent(&self.world);
        for operation in operations {
            assert!(sent.contains(operation), "{line} sends {sent:?}, and not {operation}: {}", answer.text());
        }
        self.reached.extend(sent);
        answer
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_no_report_is_reached_and_takes_effect() {
    let mut story = Story::begin().await;
    let desk = story.world.sandbox.liveagent().clone();
    let code = desk.conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    let says = |text: &str| desk.messages(&code).to_string().contains(text);
    let of = |what: &str| what.replace("CODE", &code);

    // Look-ups.
    let file = desk.files()[0].0.clone();
    for (line, operation) in [
        ("/about", "ShowApplicationStatus"),
        ("/conversation list", "ListConversations"),
        ("/conversation show conversation:CODE", "ShowConversation"),
        ("/conversation messages conversation:CODE", "ListConversationMessages"),
        ("/conversation tags conversation:CODE", "ListConversationTags"),
        ("/tag list", "ListTags"),
        ("/tag show tag:VIP", "ShowTag"),
        ("/kb search query:password", "SearchKnowledgebase"),
        ("/kb list", "ListKnowledgebaseEntries"),
        ("/kb bases", "ListKnowledgebases"),
        ("/kb suggestions", "ListSuggestionCategories"),
        ("/customer show customer:jane.doe@mail.example", "ShowCustomer"),
        ("/customer groups customer:jane.doe@mail.example", "ListGroupsOfCustomer"),
        ("/group list", "ListCustomerGroups"),
        ("/group show group:VIP", "ShowCustomerGroup"),
        ("/company list", "ListCompanies"),
        ("/company show company:Nordic Trails AB", "ShowCompany"),
        ("/department list", "ListDepartments"),
        ("/department show department:Support", "ShowDepartment"),
        ("/department status", "ListDepartmentStatuses"),
        ("/agent show agent:Emma Larsen", "ShowAgent"),
        ("/agent status", "ListAgentStatuses"),
        ("/file show file:FILE", "ShowFile"),
        ("/overview chats", "ShowChatsOverview"),
        ("/overview calls", "ShowCallsOverview"),
        ("/widget list", "ListWidgets"),
        ("/widget show widget:Search", "ShowWidget"),
    ] {
        story.does(&of(line).replace("FILE", &file), &[], &[operation]).await;
    }

    // Conversations.
    story.does(&of("/conversation note conversation:CODE text:Noted so"), &[], &["AddConversationMessage"]).await;
    assert!(says("Noted so"));
    story
        .does(&of("/conversation reply conversation:CODE text:Replied so"), &["Send"], &["AddConversationMessage"])
        .await;
    assert!(says("Replied so"));
    story.does(&of("/conversation status conversation:CODE status:Resolved"), &[], &["ChangeConversationStatus"]).await;
    assert_eq!(desk.conversation(&code)["status"], json!("R"));
    let move_it = of("/conversation transfer conversation:CODE department:Billing");
    story.does(&move_it, &[], &["TransferConversation"]).await;
    assert_eq!(desk.conversation(&code)["departmentid"], json!(desk.department_id("Billing")));
    let tag = desk.tags().into_iter().find(|tag| tag.name == "Praise").unwrap().id;
    story.does(&of("/conversation tag conversation:CODE tag:Praise"), &[], &["TagConversation"]).await;
    assert!(desk.tags_of(&code).contains(&tag));
    story.does(&of("/conversation untag conversation:CODE tag:Praise"), &[], &["UntagConversation"]).await;
    assert!(!desk.tags_of(&code).contains(&tag));
    let set = of("/conversation field set conversation:CODE code:size value:XL");
    story.does(&set, &[], &["AddConversationField"]).await;
    assert!(desk.conversation(&code)["customfields"].to_string().contains("XL"));
    let remove = of("/conversation field remove conversation:CODE code:size");
    story.does(&remove, &[], &["RemoveConversationField"]).await;
    assert!(!desk.conversation(&code)["customfields"].to_string().contains("XL"));
    story.does(&of("/conversation delete conversation:CODE"), &["Delete"], &["DeleteConversation"]).await;
    assert_eq!(desk.conversation(&code)["status"], json!("X"));

    // Customers and groups.
    story.does(&format!("/customer join customer:{JANE} group:Newsletter"), &[], &["JoinCustomerGroup"]).await;
    assert!(desk.groups_of(JANE).contains(&"Newsletter".to_owned()));
    story.does(&format!("/customer leave customer:{JANE} group:Newsletter"), &[], &["LeaveCustomerGroup"]).await;
    assert!(!desk.groups_of(JANE).contains(&"Newsletter".to_owned()));
    story.does(&format!("/customer field set customer:{JANE} code:size value:XL"), &[], &["AddCustomerField"]).await;
    assert!(desk.customer(JANE)["customfields"].to_string().contains("XL"));
    story.does(&format!("/customer field remove customer:{JANE} code:size"), &[], &["RemoveCustomerField"]).await;
    assert!(!desk.customer(JANE)["customfields"].to_string().contains("XL"));
    story.does("/group create name:Testers", &[], &["CreateCustomerGroup"]).await;
    assert!(desk.groups().contains(&"Testers".to_owned()));
    story.does("/group edit group:Testers name:Beta", &[], &["EditCustomerGroup"]).await;
    assert!(desk.groups().contains(&"Beta".to_owned()));
    story.does("/group delete group:Beta", &["Delete"], &["DeleteCustomerGroup"]).await;
    assert!(!desk.groups().contains(&"Beta".to_owned()));

    // Tags, files, widgets, and the knowledge base.
    let has_tag = |name: &str| desk.tags().iter().any(|tag| tag.name == name);
    story.does("/tag create name:Lost", &[], &["CreateTag"]).await;
    assert!(has_tag("Lost"));
    story.does("/tag edit tag:Lost name:Found", &[], &["EditTag"]).await;
    assert!(has_tag("Found"));
    story.does("/tag delete tag:Found", &["Delete"], &["DeleteTag"]).await;
    assert!(!has_tag("Found"));
    story.does("/file upload file:invoice.pdf", &[], &["AddFile"]).await;
    assert!(desk.files().iter().any(|(_, name)| name == "invoice.pdf"));
    story.does("/widget create name:Chat for partners kind:Chat button department:Sales", &[], &["CreateWidget"]).await;
    assert!(!desk.widget("Chat for partners").is_null());
    story.does("/widget edit widget:Chat for partners name:Chat for all", &["Apply"], &["EditWidget"]).await;
    assert!(!desk.widget("Chat for all").is_null());
    let has_entry = |title: &str| {
        desk.entries().iter().any(|entry| entry["title"] == json!(title) && entry["deleted"] != json!("Y"))
    };
    story.does("/kb category title:Spare parts kind:Category", &[], &["AddKnowledgebaseCategory"]).await;
    assert!(has_entry("Spare parts"));
    let form = story.owner.run("/kb write title:Care of chains").await;
    let preview = story.owner.submit(&form, &[("title", "Care of chains"), ("content", "**Oil** them.")]).await;
    story.owner.click(&preview, "Publish").await;
    let now = sent(&story.world);
    assert!(now.contains("AddKnowledgebaseArticle") && has_entry("Care of chains"), "{now:?}");
    story.reached.extend(now);
    story.does("/kb remove entry:Care of chains", &["Remove"], &["RemoveKnowledgebaseEntry"]).await;
    assert!(!has_entry("Care of chains"));

    // An account that is older than the new list of entries still has the old one.
    desk.set_version("4.20");
    story.does("/about", &[], &["ShowApplicationStatus"]).await;
    story.does("/kb list", &[], &["ListKnowledgebaseArticles"]).await;

    let all = OPERATIONS.iter().map(|operation| operation.name).filter(|name| !name.starts_with("Report"));
    let missing: Vec<&str> = all.filter(|name| !story.reached.contains(name)).collect();
    assert_eq!(missing, [""; 0], "never sent");
}
