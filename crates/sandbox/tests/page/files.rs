//! Options that are picked and not typed: files, channels, roles, and members or roles.

use std::fs;

use serde_json::json;

use crate::scene::Scene;

const PILL: &str = "input[aria-label='file: The file']";

#[tokio::test]
async fn a_file_is_picked_uploaded_and_sent() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("the bill.txt");
    fs::write(&path, "42 EUR").unwrap();
    page.type_text("/upload ").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait(&format!("document.activeElement === document.querySelector(\"{PILL}\")")).await.unwrap();
    assert_eq!(page.text(".option-popup .row-name").await.unwrap(), "Choose a file...");
    assert_eq!(page.text(".option-popup .option-kind").await.unwrap(), "File");
    page.type_text("typed").await.unwrap();
    page.evaluate("document.querySelector('.composer-send').click()").await.unwrap();
    assert_eq!(
        page.text(".pill-error").await.unwrap(),
        "This option is required. Specify a value.",
        "a name is no file"
    );
    page.choose_file(".file-chooser", &path).await.unwrap();
    page.wait(&format!("document.querySelector(\"{PILL}\").value === 'the bill.txt'")).await.unwrap();
    page.wait("document.activeElement.matches('.tail')").await.unwrap();
    page.type_text("channel:ran").await.unwrap();
    page.press("Enter").await.unwrap();
    page.type_text("role:lead").await.unwrap();
    page.press("Enter").await.unwrap();
    page.type_text("either:supp").await.unwrap();
    page.press("Enter").await.unwrap();
    page.press("Enter").await.unwrap();
    let sent = scene.sent().await;
    let files = sent["files"].as_array().unwrap();
    assert_eq!(*files, [json!([sent["options"][0]["value"], "the_bill.txt", 6, "text/plain"])]);
    let kinds: Vec<_> = sent["options"].as_array().unwrap().iter().map(|option| option["type"].as_u64()).collect();
    assert_eq!(kinds, [Some(11), Some(7), Some(8), Some(9)]);
    page.press("ArrowUp").await.unwrap();
    page.wait_for(PILL).await.unwrap();
    assert_eq!(
        page.evaluate(&format!("document.querySelector(\"{PILL}\").value")).await.unwrap(),
        "",
        "a file is given once"
    );
    scene.assert_sound().await;
}

#[tokio::test]
async fn a_file_that_discord_would_refuse_is_refused_at_once() {
    let Some(scene) = Scene::start().await else { return };
    let page = &scene.page;
    let folder = tempfile::tempdir().unwrap();
    let (large, empty, good) =
        (folder.path().join("large.bin"), folder.path().join("empty.txt"), folder.path().join("good.txt"));
    fs::File::create(&large).unwrap().set_len(10 * 1024 * 1024 + 1).unwrap();
    fs::write(&empty, "").unwrap();
    fs::write(&good, "g").unwrap();
    page.type_text("/upload ").await.unwrap();
    page.press("Enter").await.unwrap();
    page.wait_for(PILL).await.unwrap();
    page.choose_file(".file-chooser", &large).await.unwrap();
    page.wait("document.querySelector('.pill-error').innerText.startsWith('Your files are too powerful')")
        .await
        .unwrap();
    page.choose_file(".file-chooser", &good).await.unwrap();
    page.wait(&format!("document.querySelector(\"{PILL}\").value === 'good.txt'")).await.unwrap();
    assert!(page.evaluate("document.querySelector('.pill-error').hidden").await.unwrap() == true);
    scene.focus(PILL).await;
    page.press("Backspace").await.unwrap();
    page.wait(&format!("document.querySelector(\"{PILL}\").value === ''")).await.unwrap();
    page.wait("document.querySelector('.option-popup .row-name')?.innerText === 'Choose a file...'").await.unwrap();
    scene.assert_sound().await;
    page.choose_file(".file-chooser", &empty).await.unwrap();
    page.wait("document.querySelector('.pill-error').innerText === \"Empty files can't be uploaded\"").await.unwrap();
}
