//! The language, sentence by sentence, and its faults.
#![allow(clippy::unwrap_used)]

use jiff::civil::{Weekday, date, time};
use twilight_model::guild::Permissions;

use super::super::line::*;
use super::super::pattern::Pattern;
use super::*;

fn read(line: &str) -> Statement {
    statement(line).unwrap_or_else(|problem| panic!("{line}: {problem}"))
}

fn refused(line: &str) -> String {
    match statement(line) {
        Ok(statement) => panic!("{line}: read as {statement:?}"),
        Err(problem) => problem.to_string(),
    }
}

fn act(who: &str, place: Option<&str>, deed: Deed) -> Statement {
    Statement::Act { who: who.to_owned(), place: place.map(str::to_owned), deed }
}

fn pattern(text: &str) -> Pattern {
    Pattern::new(text).unwrap()
}

fn channel(name: &str) -> Place {
    Place::Channel(name.to_owned())
}

#[test]
fn files() {
    let file = |name: &str, holds: Holds| Statement::Scene(Scene::File { name: name.to_owned(), holds });
    assert_eq!(
        read("file \"deck.csv\" holds: a,b\\nc,\\\"d\\\""),
        file("deck.csv", Holds::Text("a,b\nc,\"d\"".into()))
    );
    assert_eq!(read("file \"x.bin\" holds 4000 bytes of rubbish"), file("x.bin", Holds::Rubbish(4_000)));
    assert!(refused("file \"../x\" holds: a").contains("letters, digits"));
    assert!(refused("file \"x.bin\" holds 99999999 bytes of rubbish").contains("at most"));
    assert!(refused("file \"x.bin\" holds many bytes").contains("a number of bytes"));
    let expected = |name: &str, part| Statement::Expect(Expectation::File { name: name.to_owned(), part });
    assert_eq!(read("expect file \"deck.csv\""), expected("deck.csv", None));
    assert_eq!(read("expect file \"deck.csv\": a … d"), expected("deck.csv", Some((FilePart::Text, pattern("a … d")))));
    assert_eq!(
        read("expect file \"balance.png\" described: Ten pairs"),
        expected("balance.png", Some((FilePart::Description, pattern("Ten pairs"))))
    );
    assert_eq!(read("expect no files"), Statement::Expect(Expectation::NoFiles));
}

#[test]
fn the_calendar() {
    let calendar = |line: &str| match read(line) {
        Statement::Calendar(calendar) => calendar,
        other => panic!("{line}: {other:?}"),
    };
    let nine = time(9, 0, 0, 0);
    assert_eq!(calendar("at 09:00"), Calendar::At { date: None, time: nine, zone: None });
    assert_eq!(
        calendar("at 2026-11-23 08:59:30 europe/berlin"),
        Calendar::At {
            date: Some(date(2026, 11, 23)),
            time: time(8, 59, 30, 0),
            zone: Some("Europe/Berlin".parse().unwrap())
        }
    );
    assert_eq!(calendar("next day"), Calendar::NextDay(None));
    assert_eq!(calendar("Next day at 09:00"), Calendar::NextDay(Some(nine)));
    assert_eq!(calendar("Tuesday 09:00"), Calendar::Weekday(Weekday::Tuesday, nine));
    assert_eq!(calendar("5 minutes pass"), Calendar::Pass(Stretch { days: 0, seconds: 300 }));
    assert_eq!(calendar("an hour passes"), Calendar::Pass(Stretch { days: 0, seconds: 3_600 }));
    assert_eq!(calendar("two weeks pass"), Calendar::Pass(Stretch { days: 14, seconds: 0 }));
    assert_eq!(
        calendar("the clock is set back to 2026-11-22 09:00"),
        Calendar::SetTo { date: Some(date(2026, 11, 22)), time: nine }
    );
    assert!(refused("at 25:00").contains("a time such as 09:00"));
    assert!(refused("at 9").contains("a time such as 09:00"));
    assert!(refused("at 2026-02-30 09:00").contains("no date"));
    assert!(refused("at 2026-11-23 09:00 Europe/Berlim").contains("no time zone"));
    assert!(refused("at 2026-11-23 09:00 Europe/Berli").contains("did you mean Europe/Berlin?"));
    assert!(refused("at 09:00 Europe/Berlin").contains("a zone comes with a date"));
    assert!(refused("99999 days pass").contains("ten years"));
    assert!(refused("5 minutes").contains("'pass'"));
}

#[test]
fn the_scene() {
    let scene = |line: &str| match read(line) {
        Statement::Scene(scene) => scene,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(
        scene("server \"Harbour\" with #general, #daily owned by ana"),
        Scene::Server {
            name: "Harbour".into(),
            channels: vec!["general".into(), "daily".into()],
            owner: Some("ana".into())
        }
    );
    assert_eq!(
        scene("person mira is \"Mira Sørensen\""),
        Scene::Person { name: "mira".into(), shown: Some("Mira Sørensen".into()), bot: false }
    );
    assert_eq!(scene("person robo is a bot"), Scene::Person { name: "robo".into(), shown: None, bot: true });
    let permit = |whom, permissions, channel: Option<&str>, allowed| Scene::Permit {
        whom,
        permissions,
        channel: channel.map(str::to_owned),
        allowed,
    };
    assert_eq!(scene("jo may manage server"), permit(Whom::Person("jo".into()), Permissions::MANAGE_GUILD, None, true));
    assert_eq!(
        scene("bot lacks \"Embed Links\", send messages in #daily"),
        permit(Whom::Bot, Permissions::EMBED_LINKS | Permissions::SEND_MESSAGES, Some("daily"), false)
    );
    assert_eq!(
        scene("everyone may not mention everyone"),
        permit(Whom::Everyone, Permissions::MENTION_EVERYONE, None, false)
    );
    assert_eq!(scene("channel #ideas is a forum"), Scene::Channel("ideas".into(), ChannelChange::Forum));
    let tags = ChannelChange::Tags(vec!["Prompts".into(), "News".into()]);
    assert_eq!(scene("channel #ideas has the tags \"Prompts\", \"News\""), Scene::Channel("ideas".into(), tags));
    assert_eq!(scene("channel #ideas asks for a tag"), Scene::Channel("ideas".into(), ChannelChange::AsksForTag));
    assert_eq!(scene("channel #a is renamed to #b"), Scene::Channel("a".into(), ChannelChange::Renamed("b".into())));
    assert_eq!(
        scene("role \"Leads\" with mira and jo").clone(),
        Scene::Role { name: "Leads".into(), members: vec!["mira".into(), "jo".into()] }
    );
    let thread = |change| Scene::Channel("side".into(), change);
    assert_eq!(scene("channel #side is a thread in #daily"), thread(ChannelChange::ThreadIn("daily".into())));
    assert_eq!(scene("channel #side is archived"), thread(ChannelChange::Archived(true)));
    assert_eq!(scene("channel #side is taken up again"), thread(ChannelChange::Archived(false)));
    assert_eq!(scene("channel #side is locked"), thread(ChannelChange::Locked(true)));
    assert_eq!(scene("channel #side is unlocked"), thread(ChannelChange::Locked(false)));
    assert_eq!(
        scene("role \"Leads\" without mira, jo"),
        Scene::RoleTaken { name: "Leads".into(), members: vec!["mira".into(), "jo".into()] }
    );
    assert_eq!(
        scene("the operator sets \"CLARION_LOG__LEVEL\" to \"warn\""),
        Scene::Setting { name: "CLARION_LOG__LEVEL".into(), value: "warn".into() }
    );
    assert_eq!(scene("the portal allows privileged intents"), Scene::Portal(true));
    assert_eq!(scene("the portal allows no privileged intents"), Scene::Portal(false));
    assert_eq!(scene("role \"Leads\" is deleted"), Scene::RoleDeleted("Leads".into()));
    assert_eq!(scene("person mira takes no direct messages"), Scene::TakesDirect("mira".into(), false));
    assert_eq!(scene("clarion is in a timeout"), Scene::TimedOut(true));
    assert_eq!(scene("clarion is in no timeout any more"), Scene::TimedOut(false));
    assert_eq!(scene("clarion is invited to the server"), Scene::Invited);
    assert_eq!(scene("the bot is removed from the server"), Scene::Removed);
    assert_eq!(scene("the server is unavailable"), Scene::Outage(true));
    assert!(refused("jo may manage servers").contains("did you mean 'manage server'?"));
    assert!(refused("person expect is \"x\"").contains("meaning of its own"));
    assert!(refused("server Harbour").contains("in double quotes"));
}

#[test]
fn people_act() {
    let privately = Deed::SlashPrivately("/privacy show".into());
    assert_eq!(read("mira in private: /privacy show"), act("mira", None, privately));
    assert_eq!(read("mira adds clarion to her account"), act("mira", None, Deed::AddsBot));
    assert!(refused("mira in private says hello").contains("a colon and a slash command"));
    assert!(refused("mira adds clarion to the account").contains("'their account'"));
    assert_eq!(
        read("new-hire: /contrast topic:risk"),
        act("new-hire", None, Deed::Slash("/contrast topic:risk".into()))
    );
    assert_eq!(read("Mira in #Daily: /me"), act("mira", Some("daily"), Deed::Slash("/me".into())));
    assert_eq!(read("mira is in #daily"), act("mira", Some("daily"), Deed::Comes));
    assert_eq!(
        read("mira in #ops types /setup zone:berl"),
        act("mira", Some("ops"), Deed::Types("/setup zone:berl".into()))
    );
    assert_eq!(
        read("jo clicks \"Two sides\" under \"quiet work\""),
        act("jo", None, Deed::Clicks { button: "Two sides".into(), under: Some("quiet work".into()) })
    );
    assert_eq!(
        read("jo chooses \"#daily\" in \"Channel\""),
        act("jo", None, Deed::Chooses { values: vec!["#daily".into()], menu: Some("Channel".into()) })
    );
    assert_eq!(
        read("jo fills \"Words\" with \"a, b\" and \"Way\" with \"x\" and submits"),
        act(
            "jo",
            None,
            Deed::Fills { fields: vec![("Words".into(), "a, b".into()), ("Way".into(), "x".into())], submit: true }
        )
    );
    assert_eq!(
        read("jo fills \"Words\" with \"…\""),
        act("jo", None, Deed::Fills { fields: vec![("Words".into(), "…".into())], submit: false })
    );
    assert_eq!(read("jo submits"), act("jo", None, Deed::Submits));
    assert_eq!(
        read("mira uses \"Recognise\" on jo"),
        act("mira", None, Deed::UsesOnPerson { command: "Recognise".into(), target: "jo".into() })
    );
    let last = Which { containing: None, channel: Some("daily".into()) };
    assert_eq!(
        read("mira uses \"Recognise\" on the last message in #daily"),
        act("mira", None, Deed::UsesOnMessage { command: "Recognise".into(), target: last.clone() })
    );
    assert_eq!(
        read("mira says in #general: hello: all"),
        act("mira", Some("general"), Deed::Says("hello: all".into()))
    );
    assert_eq!(read("mira deletes the last message in #daily"), act("mira", None, Deed::Deletes(last.clone())));
    assert_eq!(
        read("mira reacts with 👍 to the last message in #daily"),
        act("mira", None, Deed::Reacts("👍".into(), last))
    );
    assert!(refused("mira: hello").contains("mira says in #general: hello"));
    assert!(refused("/contrast").contains("mira: /contrast"));
    assert!(refused("mira click \"x\"").contains("did you mean 'mira clicks …'?"));
    assert!(refused("mira clicks Two sides").contains("in double quotes"));
    assert!(refused("jo fills \"Words\" with \"open").contains("closing quote"));
}

#[test]
fn trouble_and_its_end() {
    let trouble = |line: &str| match read(line) {
        Statement::Trouble(trouble) => trouble,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(trouble("power cut"), Trouble::PowerCut(Cut::Now));
    assert_eq!(trouble("power cut in the middle of the next post"), Trouble::PowerCut(Cut::MiddleOfNextPost));
    assert_eq!(trouble("restart"), Trouble::Restart);
    assert_eq!(trouble("the network is down"), Trouble::Network { up: false });
    let rest = |fault, target, times| Trouble::Rest { fault, target, times };
    let status = |status, page, headers: &[(&str, &str)]| RestFault::Status {
        status,
        page,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    };
    assert_eq!(
        trouble("discord answers 500 to the next 2 posts"),
        rest(status(500, false, &[]), Target::Posts, Some(2))
    );
    assert_eq!(
        trouble("discord answers 429 with \"Retry-After: 2.5\" and a web page to the next answer"),
        rest(status(429, true, &[("retry-after", "2.5")]), Target::Answers, Some(1))
    );
    assert_eq!(trouble("discord answers 503 to every request"), rest(status(503, false, &[]), Target::Requests, None));
    assert_eq!(
        trouble("discord loses the answer to the next post"),
        rest(RestFault::LoseAnswer, Target::Posts, Some(1))
    );
    assert_eq!(trouble("discord loses the next edit"), rest(RestFault::LoseRequest, Target::Edits, Some(1)));
    assert_eq!(
        trouble("discord takes 300 ms over the next answer"),
        rest(RestFault::Slow(std::time::Duration::from_millis(300)), Target::Answers, Some(1))
    );
    assert_eq!(trouble("the gateway op 7"), Trouble::Gateway(GatewayTrouble::Reconnect));
    assert_eq!(trouble("session lost"), Trouble::Gateway(GatewayTrouble::Invalid { resumable: false }));
    assert_eq!(trouble("gateway closes with 4000"), Trouble::Gateway(GatewayTrouble::Closes(4000)));
    assert_eq!(trouble("store is locked for 3 seconds"), Trouble::StoreLocked(Some(std::time::Duration::from_secs(3))));
    assert!(refused("discord answers 200 to the next post").contains("300 to 599"));
    assert!(refused("discord answers 500").contains("'to' was expected"));
    assert!(refused("gateway closes with 3").contains("close code"));
    assert!(refused("power cut tomorrow").contains("in the middle of the next post"));
    assert!(refused("pwoer cut").contains("did you mean 'power cut …'?"));
}

#[test]
fn expectations() {
    let expect = |line: &str| match read(line) {
        Statement::Expect(expectation) => expectation,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(
        expect("expect #daily: Whose quiet … work"),
        Expectation::Says(channel("daily"), pattern("Whose quiet … work"))
    );
    assert_eq!(expect("expect #daily nothing"), Expectation::Nothing(Some(channel("daily"))));
    assert_eq!(expect("expect #daily not: x"), Expectation::NeverSays(channel("daily"), pattern("x")));
    assert_eq!(expect("expect #daily edited: x"), Expectation::Edited(channel("daily"), pattern("x")));
    let posts = |count, on| Expectation::Posts { channel: "daily".into(), count, on };
    assert_eq!(expect("expect #daily 1 post on 2026-11-24"), posts(1, Some(On::Date(date(2026, 11, 24)))));
    assert_eq!(expect("expect #daily no posts today"), posts(0, Some(On::Today)));
    assert_eq!(expect("expect #daily two posts"), posts(2, None));
    let threads = |count, on| Expectation::Threads { channel: "daily".into(), count, on };
    assert_eq!(expect("expect #daily 1 thread on 2026-11-24"), threads(1, Some(On::Date(date(2026, 11, 24)))));
    assert_eq!(expect("expect #daily no threads"), threads(0, None));
    assert_eq!(expect("expect #daily thread: x"), Expectation::Says(Place::Threads("daily".into()), pattern("x")));
    let mira = || Place::Private("mira".into());
    assert_eq!(expect("expect mira sees: x"), Expectation::Says(mira(), pattern("x")));
    assert_eq!(expect("expect mira sees nothing"), Expectation::Nothing(Some(mira())));
    assert_eq!(expect("expect mira sees not: x"), Expectation::NeverSays(mira(), pattern("x")));
    assert_eq!(expect("expect mira gets: x"), Expectation::Says(Place::Direct("mira".into()), pattern("x")));
    assert_eq!(expect("expect mira is asked: x"), Expectation::Asked("mira".into(), pattern("x")));
    assert_eq!(
        expect("expect mira is offered \"a\", \"b\""),
        Expectation::Offered("mira".into(), vec!["a".into(), "b".into()])
    );
    let pinged = |who: &[&str], only| Expectation::Pinged { who: who.iter().map(|w| (*w).into()).collect(), only };
    assert_eq!(expect("expect mira and jo pinged"), pinged(&["mira", "jo"], false));
    assert_eq!(expect("expect only mira pinged"), pinged(&["mira"], true));
    assert_eq!(expect("expect nobody pinged"), pinged(&[], true));
    assert_eq!(
        expect("expect buttons \"Reflect\", \"Two sides\""),
        Expectation::Buttons(vec!["Reflect".into(), "Two sides".into()])
    );
    assert_eq!(expect("expect no button \"Undo\""), Expectation::Button("Undo".into(), false));
    assert_eq!(expect("expect refused: no option"), Expectation::Refused(pattern("no option")));
    assert_eq!(expect("expect discord refused with 50013"), Expectation::DiscordRefused(50_013));
    assert_eq!(expect("expect the bot stopped: 401"), Expectation::Stopped(Some(pattern("401"))));
    assert!(refused("expect #daily").contains("a colon and text"));
    assert!(refused("expect #daily:").contains("missing after the colon"));
    assert!(refused("expect #daily: …").contains("says nothing"));
    assert!(refused("expect").contains("such as"));
    assert!(refused("expect mira, jo sees: x").contains("'pinged'"));
}

const OPENING: &str = "# A day\n\nat 2026-11-23 08:59 Europe/Berlin\n";

#[test]
fn a_story_is_its_lines_and_knows_where_they_stand() {
    let text = format!("\u{feff}{OPENING}strict\r\n  mira: /me   \nyou are jo\n");
    let story = Story::parse("a.story", &text).unwrap();
    assert!(story.strict && story.bot_belongs);
    assert_eq!(story.start.date, date(2026, 11, 23));
    let lines: Vec<_> = story.lines.iter().map(|line| (line.number, line.text.as_str())).collect();
    assert_eq!(lines, [(3, "at 2026-11-23 08:59 Europe/Berlin"), (4, "strict"), (5, "mira: /me"), (6, "you are jo")]);
    let invited = Story::parse("a.story", &format!("{OPENING}clarion is invited to the server")).unwrap();
    assert!(!invited.bot_belongs);
}

#[test]
fn all_faults_are_told_at_once_with_their_places() {
    let text = format!("{OPENING}mira click \"x\"\nstrict\nexpekt #daily: x\nat 2026-11-24 09:00 Asia/Tokyo\n");
    let faults = Story::parse("day.story", &text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("day.story:4: 'click' is nothing"), "{}", told[0]);
    assert!(told[0].contains("\n    > mira click \"x\"\n    did you mean 'mira clicks …'?"), "{}", told[0]);
    assert!(told[1].starts_with("day.story:6: ") && told[1].contains("did you mean 'expect …'?"), "{}", told[1]);
    assert!(told[2].starts_with("day.story:7: a story is told in one zone"), "{}", told[2]);
}

#[test]
fn a_story_begins_with_its_clock() {
    let early = Story::parse("x", "mira: /me\nat 2026-11-23 08:59 Europe/Berlin").unwrap_err();
    assert!(early[0].to_string().starts_with("x:1: a story begins with its date, time and zone"), "{}", early[0]);
    let empty = Story::parse("x", "# nothing\n").unwrap_err();
    assert!(empty[0].to_string().starts_with("x: there is no line"), "{}", empty[0]);
    assert!(Story::parse("x", "strict\ntell: once\nat 2026-11-23 08:59 Europe/Berlin").is_ok());
}

#[test]
fn bytes_that_are_no_story_are_refused_without_a_panic() {
    for text in ["at \u{0}", "é", "#", "\"", "“", "…:", "mira:", "@", "expect @", "1", "ﬀ says", "\u{202e}", "the"]
    {
        let _ = statement(text);
        let _ = Story::parse("x", text);
    }
    assert!(refused("mira: /x \u{0}").contains("control character"));
}

/// Every sentence in the tables of `docs/stories.md` is one.
#[test]
fn the_reference_tells_no_sentence_that_cannot_be_read() {
    let page = include_str!("../../../../docs/stories.md");
    let mut read = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let first = row.trim_start_matches("| ").split(" | ").next().unwrap();
        for sentence in first.split('`').skip(1).step_by(2) {
            let written = sentence.replace(": …", ": words");
            statement(&written).unwrap_or_else(|problem| panic!("docs/stories.md: {sentence}: {problem}"));
            read += 1;
        }
    }
    assert!(read > 80, "only {read} sentences were found: has the page another shape?");
    let example = page.split("```").nth(1).unwrap();
    Story::parse("docs/stories.md", example).unwrap_or_else(|faults| panic!("{faults:#?}"));
}
