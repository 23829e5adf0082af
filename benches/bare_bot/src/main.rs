//! The bot that Switchboard is measured against: what one writes in an afternoon with poise. It defers, asks LiveAgent with
//! reqwest, and edits its answer. A program of its own: `cargo bench` builds it twice and starts it.
#![expect(clippy::unwrap_used, reason = "a bot that can't start should stop")]

use poise::serenity_prelude as serenity;

struct Data {
    http: reqwest::Client,
    address: String,
    key: String,
}

type Error = Box<dyn std::error::Error + Send + Sync>;
type Context<'a> = poise::Context<'a, Data, Error>;

/// See the queues as they are now
#[poise::command(slash_command, subcommands("chats"))]
async fn overview(_: Context<'_>) -> Result<(), Error> {
    Ok(())
}

/// Show chats
#[poise::command(slash_command)]
async fn chats(ctx: Context<'_>) -> Result<(), Error> {
    ctx.defer_ephemeral().await?;
    let data = ctx.data();
    let answer = data.http.get(&data.address).query(&[("apikey", &data.key)]).send().await?;
    let answer: serde_json::Value = answer.json().await?;
    let chats = &answer["response"]["chatsOverview"][0];
    let mut embed = serenity::CreateEmbed::new().title("Chats");
    for field in ["visitors", "chats", "ringing", "queue", "agents"] {
        embed = embed.field(field, chats[field].to_string(), true);
    }
    ctx.send(poise::CreateReply::default().embed(embed)).await?;
    Ok(())
}

fn main() {
    let setting = |name| std::env::var(name).unwrap();
    let data = Data {
        // Everything is on this machine.
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        address: format!("{}/api/chats/overview", setting("LIVEAGENT_URL")),
        key: setting("LIVEAGENT_API_KEY"),
    };
    let guild = serenity::GuildId::new(setting("DISCORD_GUILD_IDS").parse().unwrap());
    let http = serenity::HttpBuilder::new(setting("DISCORD_TOKEN"))
        .proxy(setting("DISCORD_API_URL"))
        .ratelimiter_disabled(true)
        .build();
    let framework = poise::Framework::builder()
        .options(poise::FrameworkOptions { commands: vec![overview()], ..Default::default() })
        .setup(move |ctx, _, framework| {
            Box::pin(async move {
                poise::builtins::register_in_guild(ctx, &framework.options().commands, guild).await?;
                Ok(data)
            })
        })
        .build();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let client = serenity::ClientBuilder::new_with_http(http, serenity::GatewayIntents::GUILDS);
        client.framework(framework).await.unwrap().start().await.unwrap();
    });
}
