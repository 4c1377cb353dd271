//! What people get: each answer about recognition from the interaction, as Discord sends it, to the card with its picture or
//! its file, and the digest up to where it is posted. Each is looked at, so that no refusal is measured.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use clarion::commands::Answer;
use clarion::messages::{CustomId, File, KeepPress, MePage, MePress, PrivacyPress, Reach, replies};
use clarion::recognition::{LookBack, Order, Period, Span, sheet};
use clarion::store::{OccurrenceKey, Where};
use serde_json::{Value, json};
use serenity::model::Permissions;
use serenity::model::application::Interaction;
use serenity::model::id::{GuildId, UserId};

use crate::fill::GUILD;
use crate::history::{PEOPLE, now, takes_part, user};
use crate::questions::{PAST, Screen, screens};
use crate::server::{Asker, Server, button, sent};

/// An answer that somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// `/recognition givers`; the last screen by a press on the button of the one before.
    Givers(Span, Order, Screen),
    /// `/recognition pulse`.
    Pulse(Period),
    /// `/recognition strengths` of somebody else.
    Strengths,
    /// `/recognition next`.
    Next,
    /// `/recognition roster`, for a steward.
    Roster,
    /// `/recognition undo`: what can be undone.
    Undoable,
    /// `/recognition reports`, for a steward.
    Reports,
    /// `/me`.
    Mine,
    /// The page of `/me` with what somebody gave and got.
    Thanks,
    /// A search in it, by one of the recognitions that are looked through.
    Search,
    /// `/privacy show`.
    Privacy,
    /// `/privacy export`, by one of the recognitions in the file.
    MyFile,
    /// The file for who manages the server, by one of the recognitions in it.
    ServerFile(Format),
    /// A digest, posted.
    Digest(LookBack),
    /// `/recognize`.
    Give,
    /// 'Take it back'.
    Undo,
    /// 'Change the words': the form, filled in.
    AmendForm,
    /// The form that comes back.
    Amend,
    /// 'Hide this one'.
    Hide,
    /// `/privacy pause` and its 'Resume', by one of one's own recognitions.
    Pause,
}

/// How a server's file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
}

/// Where somebody's own recognitions are not handed out, the time is not cut.
const WHOLE: u32 = 1;

impl Wanted {
    /// All of them: what changes something comes last.
    pub fn all() -> Vec<Self> {
        let orders = [Order::Name, Order::First, Order::Recent].into_iter();
        let givers = |order| screens().map(move |(span, screen)| Self::Givers(span, order, screen));
        let mut all: Vec<Self> = orders.flat_map(givers).collect();
        all.extend(Period::ALL.map(Self::Pulse));
        all.extend([Self::Strengths, Self::Next, Self::Roster, Self::Reports, Self::Mine, Self::Thanks, Self::Search]);
        all.extend([Self::Privacy, Self::MyFile, Self::ServerFile(Format::Csv), Self::ServerFile(Format::Json)]);
        all.extend([LookBack::Week, LookBack::Month].map(Self::Digest));
        all.extend([Self::Undoable, Self::Give, Self::Undo, Self::AmendForm, Self::Amend, Self::Hide, Self::Pause]);
        all
    }

    /// How often it is asked at most: a server's file takes a second.
    pub fn most(self) -> u64 {
        if matches!(self, Self::ServerFile(_)) { 20 } else { u64::MAX }
    }

    /// Asks for it, and says how long it took.
    pub async fn ask(self, server: &Server, turn: u64) -> anyhow::Result<Duration> {
        if let Self::Digest(back) = self {
            return server.digest(back).await;
        }
        let asked = self.asked(server, turn).await?;
        let mut answers = Vec::with_capacity(asked.len());
        let begun = Instant::now();
        for interaction in &asked {
            answers.push(server.answer(interaction).await);
        }
        let took = begun.elapsed();
        let mut parts = WHOLE;
        for answer in &answers {
            let got = Got::of(answer)?;
            parts = self.look(server, turn, &got).await.with_context(|| format!("{}", got.sent))?;
        }
        Ok(took / parts)
    }

    /// What is sent for it, one after the other, when all that has to be there before was done.
    async fn asked(self, server: &Server, turn: u64) -> anyhow::Result<Vec<Interaction>> {
        let place = place(turn);
        let (member, steward): (Asker, Asker) = ((place, Permissions::empty()), (place, Permissions::MANAGE_GUILD));
        let recognition = |sub: &str, options| server.slash(member, ("recognition", sub), options, &[]);
        let one = match self {
            Self::Givers(span, order, Screen::First) => {
                let order = json!({ "name": "order", "type": 3, "value": order.id() });
                let mut options = days(span);
                options.push(order);
                recognition("givers", json!(options))?
            }
            Self::Givers(span, order, Screen::Last) => {
                let (guild, dates) = (GuildId::new(GUILD), span.dates(now(), &clarion::clock::Zone::utc()));
                let found = server.store().givers_screen(guild, dates, order, usize::MAX, 25).await?;
                let screen = u16::try_from(found.last)?;
                server.press(member, &CustomId::Givers { span, order, screen }.to_string())?
            }
            Self::Pulse(period) => recognition("pulse", json!(days(Span::Period(period))))?,
            Self::Strengths => {
                // Of whoever pauses nothing is shown.
                let of = takes_part(place + 1);
                let whom = json!([{ "name": "member", "type": 6, "value": user(of).to_string() }]);
                server.slash(member, ("recognition", "strengths"), whom, &[of])?
            }
            Self::Next => recognition("next", json!([]))?,
            Self::Roster => server.slash(steward, ("recognition", "roster"), json!([]), &[])?,
            Self::Reports => server.slash(steward, ("recognition", "reports"), json!([]), &[])?,
            Self::Mine => server.slash(member, ("me", ""), json!([]), &[])?,
            Self::Thanks => server.choose(member, &CustomId::Me(MePress::Turn), MePage::Thanks.id())?,
            Self::Search => {
                let form = CustomId::Me(MePress::Find { page: MePage::Thanks });
                server.submit(member, &form.to_string(), "pager")?
            }
            Self::Privacy => server.slash(member, ("privacy", "show"), json!([]), &[])?,
            Self::MyFile => server.slash(member, ("privacy", "export"), json!([]), &[])?,
            Self::ServerFile(format) => {
                let format = json!([{ "name": "format", "type": 3, "value": format.to_string() }]);
                server.slash(steward, ("server-data", "export"), format, &[])?
            }
            Self::Give => give(server, turn)?,
            Self::Undoable | Self::Undo | Self::AmendForm | Self::Amend | Self::Hide => {
                return Ok(vec![self.after_giving(server, turn).await?]);
            }
            Self::Pause => {
                // Whoever pauses already would only read so.
                let member = (takes_part(place), Permissions::empty());
                let resume = CustomId::Privacy(PrivacyPress::Resume(Reach::Here));
                let pause = server.slash(member, ("privacy", "pause"), json!([]), &[])?;
                return Ok(vec![pause, server.press(member, &resume.to_string())?]);
            }
            Self::Digest(_) => return Ok(Vec::new()),
        };
        Ok(vec![one])
    }

    /// What is pressed or asked about one that was given a moment ago, and is announced.
    async fn after_giving(self, server: &Server, turn: u64) -> anyhow::Result<Interaction> {
        let given = server.answer(&give(server, turn)?).await;
        server.announced(&given).await?;
        let told = sent(&given)?;
        let [giver, receiver, _] = people(turn);
        let (giver, receiver) = ((giver, Permissions::empty()), (receiver, Permissions::empty()));
        let press = |asker: Asker, label: &str, on: &Value| {
            let id = button(on, label).with_context(|| format!("no button '{label}' on {on}"))?;
            server.press(asker, &id)
        };
        match self {
            Self::Undoable => server.slash(giver, ("recognition", "undo"), json!([]), &[]),
            Self::Undo => press(giver, replies::keep::UNDO, &told),
            Self::Hide => {
                let about = server.answer(&press(receiver, replies::keep::ABOUT, &told)?).await;
                press(receiver, replies::keep::HIDE, &sent(&about)?)
            }
            Self::AmendForm => press(giver, replies::keep::AMEND, &told),
            _ => {
                let Answer::Announce { claim, .. } = &given else { anyhow::bail!("not announced: {given:?}") };
                let OccurrenceKey::Announcement { recognition } = claim.occurrence.key else {
                    anyhow::bail!("no announcement: {claim:?}")
                };
                let form = CustomId::Keep(KeepPress::Amended { recognition });
                server.submit(giver, &form.to_string(), "quieter nights since then")
            }
        }
    }

    /// Whether it is a real one; and in how many parts its time is to be cut: what hands out or changes all of somebody's takes
    /// as long as that is much, and is compared by one of it.
    async fn look(self, server: &Server, turn: u64, got: &Got<'_>) -> anyhow::Result<u32> {
        let said = |words: &str| {
            ensure!(got.text.contains(words), "'{words}' is not in it");
            Ok(WHOLE)
        };
        match self {
            Self::Givers(_, order, screen) => {
                if (order, screen) == (Order::Name, Screen::First) {
                    got.file("givers.png")?;
                }
                // Under a list with somebody in it.
                said("Nobody is ranked.")
            }
            Self::Pulse(_) => {
                got.file("year.png")?;
                said("people on the roster gave")
            }
            Self::Strengths => said("What peers named in <@"),
            Self::Next => said("Three people to consider"),
            Self::Roster => said("people** are on the roster"),
            Self::Undoable => said("you can take it back"),
            Self::Reports => said("asked a steward to look at it"),
            Self::Mine => said("What I keep for you"),
            Self::Thanks => {
                // Whoever gave nothing has no year to draw.
                if !got.sent["embeds"][0]["description"].as_str().is_some_and(|gave| gave.starts_with("A blank page")) {
                    got.file("my-year.png")?;
                }
                said("What you gave")?;
                said("What you got")
            }
            Self::Search => {
                said("What you gave")?;
                let own = own(server, place(turn)).await?;
                if own > 1 {
                    said("handover of the pager")?;
                }
                Ok(own)
            }
            Self::Privacy => said("What I keep of you"),
            Self::MyFile => {
                let file: Value = serde_json::from_slice(&got.file("clarion-privacy.json")?.bytes)?;
                // Of whoever gave or got more than fits, the latest is in it.
                ensure!(file["format"] == "clarion-me", "another file");
                let all = |way: &str| file[way].as_array().map_or(0, Vec::len);
                some(all("thanks_given") + all("thanks_got"))
            }
            Self::ServerFile(format) => {
                let file = got.file(&format!("recognition.{format}"))?;
                let text = std::str::from_utf8(&file.bytes)?;
                let entries = match format {
                    Format::Csv => sheet::from_csv(text).context("no table")?.len(),
                    Format::Json => {
                        let document: Value = serde_json::from_str(text)?;
                        document["recognitions"].as_array().context("no list")?.len()
                    }
                };
                ensure!(entries > 0, "an empty file");
                some(entries)
            }
            Self::Give => {
                ensure!(matches!(got.answer, Answer::Announce { .. }), "not announced");
                said("thanks")
            }
            Self::Undo => said("Taken back."),
            Self::AmendForm => {
                ensure!(matches!(got.answer, Answer::Modal(_)), "no form");
                said("calmer nights")
            }
            Self::Amend => said("Changed."),
            Self::Hide => said("Hidden."),
            Self::Pause => {
                said("pause from now on").or_else(|_| said("are counted again from now on"))?;
                own(server, takes_part(place(turn))).await
            }
            Self::Digest(_) => Ok(WHOLE),
        }
    }
}

/// Another person each time, as the store is asked.
fn place(turn: u64) -> u64 {
    turn * 7_919 % PEOPLE
}

/// Who gives and who gets it. Whoever pauses does neither.
fn people(turn: u64) -> [u64; 3] {
    [0, 2, 4].map(|step| takes_part(turn * 7_919 + step))
}

/// `/recognize` for two people.
fn give(server: &Server, turn: u64) -> anyhow::Result<Interaction> {
    let [giver, one, other] = people(turn);
    let member = |name: &str, place| json!({ "name": name, "type": 6, "value": user(place).to_string() });
    let words = json!({ "name": "for", "type": 3, "value": "calmer nights since your handover of the pager" });
    let options = json!([words, member("member", one), member("member2", other)]);
    server.slash((giver, Permissions::empty()), ("recognize", ""), options, &[one, other])
}

/// How many recognitions somebody gave and got.
async fn own(server: &Server, place: u64) -> anyhow::Result<u32> {
    let kept = server.store().kept_of(UserId::new(user(place)), Where::Server(GuildId::new(GUILD))).await?;
    some(usize::try_from(kept.given + kept.got)?)
}

/// So many, and one where there are none.
fn some(number: usize) -> anyhow::Result<u32> {
    Ok(u32::try_from(number)?.max(WHOLE))
}

/// The options that say which days.
fn days(span: Span) -> Vec<Value> {
    let option = |name: &str, value: String| json!({ "name": name, "type": 3, "value": value });
    match span {
        Span::Period(period) => vec![option("period", period.to_string())],
        Span::Days(dates) => vec![option("from", dates.first.to_string()), option("to", dates.last.to_string())],
    }
}

/// What somebody got.
struct Got<'a> {
    answer: &'a Answer,
    sent: Value,
    text: String,
}

impl<'a> Got<'a> {
    fn of(answer: &'a Answer) -> anyhow::Result<Self> {
        let sent = sent(answer)?;
        let text = sent.to_string();
        Ok(Self { answer, sent, text })
    }

    fn file(&self, name: &str) -> anyhow::Result<&File> {
        let files = match self.answer {
            Answer::Reply { card, .. } | Answer::Update(card) => card.files.as_slice(),
            _ => &[],
        };
        files.iter().find(|file| file.name == name).with_context(|| format!("no file {name}"))
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("answer: ")?;
        match self {
            Self::Givers(PAST, order, screen) => write!(f, "givers, dates, by {order}, {screen}"),
            Self::Givers(span, order, screen) => write!(f, "givers, {span}, by {order}, {screen}"),
            Self::Pulse(period) => write!(f, "pulse, {period}"),
            Self::Strengths => f.write_str("strengths"),
            Self::Next => f.write_str("next"),
            Self::Roster => f.write_str("roster"),
            Self::Undoable => f.write_str("what can be undone"),
            Self::Reports => f.write_str("reports"),
            Self::Mine => f.write_str("/me, overview"),
            Self::Thanks => f.write_str("/me, thanks"),
            Self::Search => f.write_str("/me, searched, a recognition"),
            Self::Privacy => f.write_str("/privacy show"),
            Self::MyFile => f.write_str("my file, a recognition"),
            Self::ServerFile(format) => write!(f, "server's {format}, a recognition"),
            Self::Digest(back) => write!(f, "digest, {}", format!("{back:?}").to_lowercase()),
            Self::Give => f.write_str("give"),
            Self::Undo => f.write_str("take it back"),
            Self::AmendForm => f.write_str("change the words, form"),
            Self::Amend => f.write_str("change the words"),
            Self::Hide => f.write_str("hide this one"),
            Self::Pause => f.write_str("pause and back, a recognition"),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "csv",
            Self::Json => "json",
        })
    }
}
