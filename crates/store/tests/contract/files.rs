//! The file of SQLite: whole once it is closed, refused where it can't be used, and missed when it is gone.

use std::{fs, path::Path};

use sqlx::{Connection as _, Executor as _, SqliteConnection};
use store::{Error, Found, Kind, Store, inspect};

use crate::fresh::{Fresh, at, options, sqlite, who};

fn path(fresh: &Fresh) -> &Path {
    Path::new(fresh.address.trim_start_matches("sqlite://"))
}

/// How many digests a copy of the file alone holds.
async fn alone(path: &Path) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("alone.sqlite");
    fs::copy(path, &copy).unwrap();
    let copied = Store::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    copied.subscriptions(who().guild, Kind::Digest).await.unwrap().len()
}

#[tokio::test]
async fn a_file_that_was_closed_is_whole_alone_even_while_another_program_has_it_open() {
    for reads_too in [false, true] {
        let fresh = sqlite().await;
        for second in 0..50 {
            fresh.digest(at(second)).await;
        }
        let mut reader = None;
        if reads_too {
            let mut connection = SqliteConnection::connect(path(&fresh).to_str().unwrap()).await.unwrap();
            connection.execute("SELECT count(*) FROM subscriptions").await.unwrap();
            reader = Some(connection);
        }
        fresh.store.close().await.unwrap();
        assert_eq!(alone(path(&fresh)).await, 50, "reads too: {reads_too}");
        drop(reader);
    }
}

#[tokio::test]
async fn a_file_that_can_not_be_made_whole_is_said() {
    let fresh = sqlite().await;
    let mut reader = SqliteConnection::connect(path(&fresh).to_str().unwrap()).await.unwrap();
    reader.execute("BEGIN; SELECT count(*) FROM subscriptions").await.unwrap();
    fresh.digest(at(0)).await;
    let said = fresh.store.close().await.unwrap_err();
    assert!(said.to_string().contains("another program is reading"), "{said}");
}

#[tokio::test]
async fn a_path_that_can_not_be_used_is_told_from_a_disk_that_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "these are sixteen bytes and more, and no database of anybody's".repeat(100)).unwrap();
    let long = "x".repeat(300);
    for (path, words) in [
        ("/proc/nothing/bot.sqlite".to_owned(), "can't be created"),
        (format!("{}/bot.sqlite", text.display()), "check each folder"),
        (format!("{}/{long}.sqlite", folder.path().display()), "can't be created"),
        (folder.path().display().to_string(), "is a folder"),
        (text.display().to_string(), "is not a SQLite database"),
    ] {
        let address = format!("sqlite://{path}");
        let opened = Store::open_with(&address, &options()).await.unwrap_err();
        assert!(matches!(&opened, Error::Unusable(said) if said.contains(words)), "{path}: {opened}");
        assert!(opened.is_of_the_address() && !opened.is_unavailable(), "{path}");
        assert!(opened.to_string().contains(&path), "{opened}");
        let looked = inspect(&address).await.unwrap_err();
        assert!(matches!(&looked, Error::Unusable(said) if said.contains(words)), "{path}: {looked}");
    }
    assert_eq!(inspect(&format!("sqlite://{}/new/bot.sqlite", folder.path().display())).await, Ok(Found::New));
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("notes.txt")), "{left:?}");
}

/// Deleted, moved away, or another one put in its place: what would be lost is refused, and nothing is made in its place.
#[tokio::test]
async fn a_file_that_is_gone_takes_nothing_more_until_it_is_back() {
    for how in ["deleted", "moved", "replaced", "its folder moved"] {
        let fresh = sqlite().await;
        let digest = fresh.digest(at(0)).await;
        let fence = fresh.fence().await;
        let folder = path(&fresh).parent().unwrap();
        let aside = folder.with_extension("aside");
        match how {
            "deleted" => fs::remove_file(path(&fresh)).unwrap(),
            "its folder moved" => fs::rename(folder, &aside).unwrap(),
            _ => fs::rename(path(&fresh), &aside).unwrap(),
        }
        if how == "replaced" {
            fs::copy(&aside, path(&fresh)).unwrap();
        }
        let gone = Error::Gone(path(&fresh).display().to_string());
        assert_eq!(fresh.store.pause(digest.id, &who()).await, Err(gone.clone()), "{how}");
        assert_eq!(fresh.store.attempt(fence, 1, at(0)).await, Err(gone.clone()), "{how}");
        assert_eq!(fresh.store.lead("test").await, Err(gone.clone()), "{how}");
        assert_eq!(fresh.store.ping().await, Err(gone), "{how}");
        assert_eq!(path(&fresh).exists(), how == "replaced", "{how}");
        if how != "deleted" {
            fs::rename(&aside, if how == "its folder moved" { folder } else { path(&fresh) }).unwrap();
            assert_eq!(fresh.store.pause(digest.id, &who()).await, Ok(true), "{how}: back again");
        }
    }
}
