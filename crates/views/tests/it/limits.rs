//! Whatever a draft holds, what comes out of it is a message that Discord takes.

use crate::hostile::text;
use crate::judge;
use proptest::prelude::*;
use views::payload::{Author, Component, Footer, Image};
use views::{
    Button, ButtonStyle, Draft, Embed, Field, File, Modal, Press, RoleSelect, Row, Select, SelectOption, TextInput,
    conversations::{NoteForm, Show},
};

fn field() -> impl Strategy<Value = Field> {
    (text(), text(), any::<bool>()).prop_map(|(name, value, inline)| Field { name, value, inline })
}

fn embed() -> impl Strategy<Value = Embed> {
    let maybe = || prop::option::of(text());
    let fields = prop::collection::vec(field(), 0..30);
    (maybe(), maybe(), maybe(), maybe(), maybe(), any::<Option<u32>>(), fields).prop_map(
        |(author, title, url, description, footer, color, fields)| Embed {
            author: author.map(|name| Author { name, url: url.clone() }),
            title,
            image: url.clone().map(|url| Image { url }),
            url,
            description,
            color,
            fields,
            footer: footer.map(|text| Footer { text }),
            timestamp: None,
        },
    )
}

fn press() -> impl Strategy<Value = Press> {
    text().prop_map(|conversation| Press::here(&Show { conversation }))
}

fn button() -> impl Strategy<Value = Button> {
    let style = prop::sample::select(vec![ButtonStyle::Primary, ButtonStyle::Danger, ButtonStyle::Link]);
    (text(), press(), style, any::<bool>(), any::<bool>()).prop_map(|(label, press, style, disabled, emoji)| {
        let button = Button::new(label, &press).style(style).disabled(disabled);
        if emoji { button.emoji("📝") } else { button }
    })
}

fn select() -> impl Strategy<Value = Select> {
    let option =
        (text(), text(), prop::option::of(text()), any::<bool>()).prop_map(|(label, value, description, default)| {
            SelectOption { description, default, ..SelectOption::new(label, value) }
        });
    (press(), text(), prop::collection::vec(option, 0..40), any::<u8>(), any::<u8>()).prop_map(
        |(press, placeholder, options, least, most)| {
            let mut select = Select::new(&press, placeholder, options);
            (select.min_values, select.max_values) = (least, most);
            select
        },
    )
}

/// Ids that a server could have, and others.
fn role() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0..40_u64, 1 => any::<u64>()]
}

fn role_select() -> impl Strategy<Value = RoleSelect> {
    (press(), text(), prop::collection::vec(role(), 0..40), any::<u8>(), any::<u8>(), any::<bool>()).prop_map(
        |(press, placeholder, chosen, least, most, disabled)| {
            let mut select = RoleSelect::new(&press, placeholder, &chosen).disabled(disabled);
            (select.min_values, select.max_values) = (least, most);
            select
        },
    )
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        3 => prop::collection::vec(button(), 0..9).prop_map(Row::buttons),
        1 => select().prop_map(Row::select),
        1 => role_select().prop_map(Row::role_select),
    ]
}

fn file() -> impl Strategy<Value = File> {
    (text(), prop::option::of(text())).prop_map(|(name, description)| File {
        name,
        bytes: vec![0; 1000].into(),
        description,
    })
}

fn draft() -> impl Strategy<Value = Draft> {
    (
        prop::option::of(text()),
        prop::collection::vec(embed(), 0..12),
        prop::collection::vec(row(), 0..8),
        prop::collection::vec(file(), 0..12),
    )
        .prop_map(|(content, embeds, components, files)| Draft { content, embeds, components, files, ping: None })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_fits(draft in draft()) {
        let message = draft.fit();
        judge::accepts(&message);
        let names: Vec<&str> = message.files().iter().map(|file| file.name.as_str()).collect();
        prop_assert!(names.len() <= 10);
        for name in &names {
            prop_assert!(!name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c)), "{name}");
            prop_assert_eq!(names.iter().filter(|other| other == &name).count(), 1);
        }
        // What fits once fits as it is.
        prop_assert_eq!(&Draft::from(message.clone()).fit(), &message);
    }

    #[test]
    fn any_roles_are_chosen_once_in_their_order(placeholder in text(), chosen in prop::collection::vec(role(), 0..40)) {
        let select = RoleSelect::new(&Press::Share, placeholder, &chosen);
        let message = Draft { content: Some("Roles".to_owned()), ..Draft::default() }.row(Row::role_select(select)).fit();
        judge::accepts(&message);
        let mut expected: Vec<u64> = Vec::new();
        for id in chosen {
            if id != 0 && i64::try_from(id).is_ok() && !expected.contains(&id) {
                expected.push(id);
            }
        }
        expected.truncate(25);
        let [Component::RoleSelect(shown)] = message.components()[0].components.as_slice() else { panic!("no role select") };
        prop_assert_eq!(shown.default_values.iter().map(|role| role.id).collect::<Vec<_>>(), expected);
        prop_assert_eq!((shown.min_values, shown.max_values), (0, 25));
        // It is read again from the message when somebody uses it.
        let read: Vec<Row> = serde_json::from_value(serde_json::to_value(message.components()).unwrap()).unwrap();
        prop_assert_eq!(read.as_slice(), message.components());
    }

    #[test]
    fn any_modal_fits(title in text(), label in text(), hint in text(), id in text(), inputs in 1..9_usize) {
        let press = Press::form(&NoteForm { conversation: id });
        let input = || TextInput::paragraph(label.clone(), label.clone()).placeholder(hint.clone());
        judge::accepts_modal(&Modal::new(&press, &title, std::iter::repeat_with(input).take(inputs)));
    }
}

#[test]
fn a_message_of_nothing_says_so() {
    let message = Draft::default().fit();
    judge::accepts(&message);
    assert_eq!(message.embeds()[0].description.as_deref(), Some("Nothing to show."));
}

#[test]
fn the_longest_text_gives_way_first() {
    let embed = Embed {
        title: Some("Title".to_owned()),
        description: Some("word ".repeat(1000)),
        fields: vec![Field::inline("name", "value"); 25],
        footer: Some(Footer { text: "x".repeat(2048) }),
        ..Embed::default()
    };
    let message = Draft { embeds: vec![embed.clone(), embed], ..Draft::default() }.fit();
    judge::accepts(&message);
    assert_eq!(message.embeds().len(), 2);
    assert!(message.embeds().iter().all(|embed| embed.fields.len() == 25), "short fields are kept");
}

#[test]
fn files_beyond_what_a_message_takes_stay_behind() {
    let file = |name: &str, megabytes: usize| File {
        name: name.to_owned(),
        bytes: vec![0; megabytes << 20].into(),
        description: None,
    };
    let files = vec![file("a.png", 6), file("b.png", 6), file("a.png", 1), file("../c d.csv", 1)];
    let message = Draft { files, ..Draft::default() }.fit();
    let names: Vec<&str> = message.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.png", "2-a.png", "_c_d.csv"]);
}

#[test]
fn a_component_that_could_not_be_told_apart_is_left_out() {
    let press = Press::Share;
    let long = Press::here(&Show { conversation: "x".repeat(200) });
    let row = Row::buttons([Button::new("one", &press), Button::new("two", &press), Button::new("three", &long)]);
    let message = Draft { content: Some("text".to_owned()), components: vec![row], ..Draft::default() }.fit();
    judge::accepts(&message);
    assert_eq!(message.components()[0].components.len(), 1);
}
