//! A sandbox, a browser on its page, and where wanted a bot.

use browser::{Browser, Page};
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::{
    bot::Bot,
    script::{commands, reply},
};

/// Everything that a test of the page needs.
pub(crate) struct Scene {
    pub(crate) page: Page,
    bot: Option<Bot>,
    base: String,
    _browser: Browser,
    _sandbox: Sandbox,
}

impl Scene {
    /// `None` where there is no browser: the test is left out.
    async fn with(has_bot: bool) -> Option<Self> {
        let browser = Browser::for_tests().await?;
        let sandbox = Sandbox::builder().start().await;
        let bot = if has_bot { Some(Bot::start(&sandbox, commands(), reply).await) } else { None };
        let base = sandbox.url();
        let page = browser.open(&base).await.unwrap();
        page.wait_for("body.ready").await.unwrap();
        Some(Self { page, bot, base, _browser: browser, _sandbox: sandbox })
    }

    /// The page alone: no bot is connected.
    pub(crate) async fn quiet() -> Option<Self> {
        Self::with(false).await
    }

    /// With the bot of `script.rs`.
    pub(crate) async fn start() -> Option<Self> {
        Self::with(true).await
    }

    /// With a private answer shown: an embed and every component.
    pub(crate) async fn shown() -> Option<Self> {
        let scene = Self::start().await?;
        scene.run("/conversation show conversation:ABC-1").await;
        scene.page.wait_for(".message .embed").await.unwrap();
        Some(scene)
    }

    pub(crate) fn bot(&self) -> &Bot {
        self.bot.as_ref().expect("the scene was started with a bot")
    }

    /// Opens the page anew, with `query` behind its address.
    pub(crate) async fn go(&self, query: &str) {
        self.page.evaluate("document.body.classList.add('leaving')").await.unwrap();
        self.page.go(&format!("{}/{query}", self.base)).await.unwrap();
        self.page.wait("document.querySelector('body.ready:not(.leaving)')").await.unwrap();
    }

    /// Types a whole command and sends it.
    pub(crate) async fn run(&self, command: &str) {
        self.page.wait("document.activeElement.matches('.composer-text')").await.unwrap();
        self.page.type_text(command).await.unwrap();
        self.page.press("Escape").await.unwrap();
        self.page
            .wait("[...document.querySelectorAll('.composer .popup')].every((popup) => popup.hidden)")
            .await
            .unwrap();
        self.page.press("Enter").await.unwrap();
    }

    /// The options that the bot received, as it wrote them into its answer.
    pub(crate) async fn sent(&self) -> Value {
        self.page.wait_for(".message .content code").await.unwrap();
        serde_json::from_str(&self.page.text(".message .content code").await.unwrap()).unwrap()
    }

    /// The member that the page acts as.
    pub(crate) async fn me(&self) -> Value {
        self.page.evaluate("document.querySelector('select[aria-label=\"Act as\"]').value").await.unwrap()
    }

    /// The visible text of each element that fits.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let script = format!("[...document.querySelectorAll({})].map((one) => one.innerText)", json!(selector));
        serde_json::from_value(self.page.evaluate(&script).await.unwrap()).unwrap()
    }

    pub(crate) async fn focus(&self, selector: &str) {
        self.page.wait_for(selector).await.unwrap();
        self.page.evaluate(&format!("document.querySelector({}).focus()", json!(selector))).await.unwrap();
    }

    /// The channel that is shown.
    pub(crate) async fn channel(&self) -> String {
        let id = self.page.evaluate("document.querySelector('.channel.current').dataset.channel").await.unwrap();
        id.as_str().unwrap().to_owned()
    }

    /// Nothing was thrown, refused by the content policy or logged as an error.
    pub(crate) async fn assert_sound(&self) {
        // A round trip: what the page reported before it has arrived.
        self.page.evaluate("0").await.unwrap();
        assert_eq!(self.page.troubles(), Vec::<String>::new());
    }
}
