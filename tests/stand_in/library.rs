//! A mainstream library's own HTTP client against the stand-in, as it is.

use serenity::all::{
    ChannelId, ChannelType, Command, CommandOptionType, CreateActionRow, CreateAllowedMentions, CreateAttachment,
    CreateButton, CreateChannel, CreateCommand, CreateCommandOption, CreateEmbed, CreateMessage, CreateThread,
    EditMessage, GetMessages, GuildId, HttpBuilder, ReactionType,
};

use crate::harness::Team;
use clarion::rehearsal::world::Permissions;

#[tokio::test]
async fn serenitys_client_works_against_it() {
    let team = Team::start().await;
    team.grant(Permissions::MANAGE_CHANNELS | Permissions::CREATE_PUBLIC_THREADS | Permissions::MANAGE_MESSAGES);
    let http =
        HttpBuilder::new(team.stand_in.token()).proxy(team.stand_in.api_url()).ratelimiter_disabled(true).build();
    let application = http.get_current_application_info().await.unwrap();
    http.set_application_id(application.id);
    assert_eq!(http.get_current_user().await.unwrap().id.get(), application.id.get());
    assert_eq!(http.get_bot_gateway().await.unwrap().url, team.stand_in.gateway_url());

    let guild = GuildId::new(team.guild.get());
    let whole = guild.to_partial_guild(&http).await.unwrap();
    assert_eq!(whole.name, "Harbour");
    assert_eq!(guild.roles(&http).await.unwrap().len(), 2);
    team.stand_in.gateway().allow_privileged_intents(true);
    assert_eq!(guild.members(&http, None, None).await.unwrap().len(), 4);
    assert_eq!(http.get_current_user_guild_member(guild).await.unwrap().user.id.get(), application.id.get());
    let plans = guild.create_channel(&http, CreateChannel::new("plans").kind(ChannelType::Text)).await.unwrap();
    assert_eq!(guild.channels(&http).await.unwrap().len(), 2);
    plans.delete(&http).await.unwrap();

    let daily = ChannelId::new(team.daily.get());
    let row = CreateActionRow::Buttons(vec![CreateButton::new("go").label("Go")]);
    let message = CreateMessage::new()
        .content("hello")
        .embed(CreateEmbed::new().title("t").field("n", "v", true))
        .components(vec![row])
        .allowed_mentions(CreateAllowedMentions::new())
        .add_file(CreateAttachment::bytes(b"words".to_vec(), "a.txt"));
    let mut message = daily.send_message(&http, message).await.unwrap();
    assert_eq!((message.content.as_str(), message.attachments.len()), ("hello", 1));
    assert_eq!(message.attachments[0].download().await.unwrap(), b"words");
    message
        .edit(&http, EditMessage::new().content("hello again").allowed_mentions(CreateAllowedMentions::new()))
        .await
        .unwrap();
    message.react(&http, ReactionType::Unicode("👍".to_owned())).await.unwrap();
    message.pin(&http).await.unwrap();
    assert_eq!(daily.pins(&http).await.unwrap().len(), 1);
    let thread = daily.create_thread_from_message(&http, message.id, CreateThread::new("talk")).await.unwrap();
    let quiet = |text: &str| CreateMessage::new().content(text).allowed_mentions(CreateAllowedMentions::new());
    thread.send_message(&http, quiet("inside")).await.unwrap();
    assert_eq!(daily.messages(&http, GetMessages::new().limit(10)).await.unwrap()[0].reactions[0].count, 1);
    message.delete(&http).await.unwrap();

    let option = CreateCommandOption::new(CommandOptionType::String, "topic", "what about").set_autocomplete(true);
    let command = CreateCommand::new("contrast").description("two sides").add_option(option);
    let commands = Command::set_global_commands(&http, vec![command]).await.unwrap();
    assert_eq!(commands[0].name, "contrast");
    assert_eq!(Command::get_global_commands(&http).await.unwrap()[0].id, commands[0].id);

    let missing = ChannelId::new(1).send_message(&http, quiet("hello")).await.unwrap_err();
    let serenity::Error::Http(serenity::http::HttpError::UnsuccessfulRequest(response)) = missing else {
        panic!("not an answer: {missing}");
    };
    assert_eq!((response.status_code.as_u16(), response.error.code), (404, 10003));
    assert_eq!(team.stand_in.violations(), []);
}
