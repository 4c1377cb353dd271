//! The people's lane: answers to interactions, which have three seconds and their own token in the address.

use backon::BackoffBuilder;
use reqwest::Method;
use serde_json::{Value, json};
use serenity::builder::CreateInteractionResponse;
use serenity::model::id::{InteractionId, MessageId};
use tokio::time::Instant;

use super::fault::Trouble;
use super::limits;
use super::sender::marked;
use super::{Arrived, Gate, GateFault, Lane, Request};
use crate::messages::{Card, File, Packed};
use crate::store::Id;

/// What became of an interaction's first answer.
#[derive(Debug)]
pub enum Delivered {
    /// It is there.
    Yes {
        /// Its message, where it was one that everybody sees and Discord told its id.
        message: Option<MessageId>,
    },
    /// Somebody else had answered before the first try: another process of the same bot.
    ByAnother,
    /// The interaction's time was over before any answer arrived.
    Gone,
    /// It did not work out.
    Failed(GateFault),
}

/// Discord's codes for an interaction that was answered before, and for one that is over.
const ANSWERED_BEFORE: u32 = 40_060;
const OVER: u32 = 10_062;

impl Gate {
    /// Sends the first answer, trying again until `deadline`. A second try that finds the interaction answered means
    /// that the first try arrived.
    pub(crate) async fn answer(
        &self,
        interaction: InteractionId,
        token: &str,
        answer: &Packed<CreateInteractionResponse>,
        deadline: Instant,
    ) -> Delivered {
        let (body, files) = match prepared(answer).and_then(|body| Ok((body, within(&answer.files)?))) {
            Ok(prepared) => prepared,
            Err(fault) => return Delivered::Failed(fault),
        };
        let request = Request {
            method: Method::POST,
            path: format!("/interactions/{interaction}/{token}/callback?with_response=true"),
            shown: "an interaction's answer",
            body: Some(body),
            files,
            lane: Lane::Person,
            repeatable: true,
            regardless: true,
            until: None,
        };
        let mut pauses = self.pauses().with_min_delay(self.patience.first_pause / 4).without_max_times().build();
        let mut arrived = Arrived::No;
        loop {
            // A silent try must leave time for another.
            let left = deadline.saturating_duration_since(Instant::now());
            let trouble = match self.attempt(&request, left.mul_f32(0.6), deadline).await {
                Ok(Ok(told)) => return Delivered::Yes { message: message_of(&told) },
                Ok(Err(trouble)) => trouble,
                Err(_) if arrived == Arrived::Perhaps => return Delivered::Failed(perhaps("no answer in time")),
                Err(fault) => return Delivered::Failed(fault),
            };
            let (pause, fault) = match trouble {
                Trouble::Refused(fault) => {
                    return match (fault.code(), arrived) {
                        (Some(ANSWERED_BEFORE), Arrived::Perhaps) => Delivered::Yes { message: None },
                        (Some(ANSWERED_BEFORE), Arrived::No) => Delivered::ByAnother,
                        (Some(OVER), Arrived::No) => Delivered::Gone,
                        // Over because it is answered, or because the time is: that try did not tell.
                        (Some(OVER), Arrived::Perhaps) => Delivered::Failed(perhaps("the interaction is over")),
                        _ => Delivered::Failed(fault),
                    };
                }
                Trouble::Limited { after, .. } => {
                    let after = after.unwrap_or(self.patience.first_pause);
                    (after.saturating_add(pauses.next().unwrap_or_default()), GateFault::Limited { after })
                }
                Trouble::Server { why, arrived: this } => {
                    if this == Arrived::Perhaps {
                        arrived = this;
                    }
                    (pauses.next().unwrap_or_default(), GateFault::Unavailable { arrived, why })
                }
                // Whether it was taken, whatever stands in front of Discord did not say: the next try hears of it.
                Trouble::Unreadable => {
                    arrived = Arrived::Perhaps;
                    (pauses.next().unwrap_or_default(), GateFault::Unreadable { arrived })
                }
            };
            if Instant::now() + pause >= deadline {
                return match arrived {
                    Arrived::Perhaps => Delivered::Failed(perhaps("no answer in time")),
                    Arrived::No => Delivered::Failed(fault),
                };
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Fills in a deferred answer, or changes the message whose button was used.
    ///
    /// # Errors
    /// [`GateFault`].
    pub(crate) async fn edit_answer(&self, token: &str, card: Card) -> Result<(), GateFault> {
        let edit = card.into_edit();
        let (body, files) = (checked(json_of(&edit)?, true)?, within(&edit.files)?);
        self.exchange(Request { files, ..self.of_answer(Method::PATCH, token, Some(body)) }).await.map(drop)
    }

    /// Takes a deferred answer away.
    ///
    /// # Errors
    /// [`GateFault`].
    pub(crate) async fn delete_answer(&self, token: &str) -> Result<(), GateFault> {
        self.exchange(self.of_answer(Method::DELETE, token, None)).await.map(drop)
    }

    /// Whether anybody's first answer stands: a message, or the waiting after a deferral. False also where Discord does
    /// not tell, and after a form or a list of choices.
    pub(crate) async fn is_answered(&self, token: &str) -> bool {
        self.exchange(self.of_answer(Method::GET, token, None)).await.is_ok()
    }

    /// The message that the first answer became, where it carries the mark. Another process of the same bot may have
    /// given another answer.
    ///
    /// # Errors
    /// [`GateFault`].
    pub(crate) async fn find_answer(&self, token: &str, mark: Id) -> Result<Option<MessageId>, GateFault> {
        let told = self.exchange(self.of_answer(Method::GET, token, None)).await?;
        let id = id_of(&told).ok_or(GateFault::Unreadable { arrived: Arrived::No })?;
        Ok(marked(&told["components"], &mark.to_string()).then_some(id))
    }

    /// Says something more after the first answer. Not tried again where it perhaps arrived: nobody needs it twice.
    ///
    /// # Errors
    /// [`GateFault`].
    pub(crate) async fn follow_up(&self, token: &str, card: Card, private: bool) -> Result<(), GateFault> {
        let message = card.into_answer(private);
        let (body, files) = (checked(json_of(&message)?, false)?, within(&message.files)?);
        let request = Request {
            files,
            path: format!("/webhooks/{}/{token}", self.application),
            shown: "a follow-up",
            repeatable: false,
            ..self.of_answer(Method::POST, token, Some(body))
        };
        self.exchange(request).await.map(drop)
    }

    fn of_answer(&self, method: Method, token: &str, body: Option<Value>) -> Request {
        Request {
            method,
            path: format!("/webhooks/{}/{token}/messages/@original", self.application),
            shown: "a deferred answer",
            body,
            files: Vec::new(),
            lane: Lane::Person,
            repeatable: true,
            regardless: true,
            until: None,
        }
    }
}

/// An earlier try may have arrived.
fn perhaps(why: &str) -> GateFault {
    GateFault::Unavailable { arrived: Arrived::Perhaps, why: why.to_owned() }
}

/// The JSON of a first answer, within Discord's limits and saying whom it pings.
fn prepared(answer: &Packed<CreateInteractionResponse>) -> Result<Value, GateFault> {
    let mut body = json_of(&answer.body)?;
    let mut data = body.get_mut("data").map_or(Value::Null, Value::take);
    if !answer.files.is_empty() {
        data["attachments"] = answer.attachments();
    }
    let data = match &answer.body {
        CreateInteractionResponse::Message(_) => checked(data, false)?,
        CreateInteractionResponse::UpdateMessage(_) => checked(data, true)?,
        CreateInteractionResponse::Autocomplete(_) => {
            limits::choices(&data).map_err(GateFault::Unsendable)?;
            data
        }
        CreateInteractionResponse::Modal(_) => {
            limits::form(&data).map_err(GateFault::Unsendable)?;
            data
        }
        _ => data,
    };
    if !data.is_null() {
        body["data"] = data;
    }
    Ok(body)
}

/// A message's JSON, within Discord's limits and saying whom it pings: left out, everybody in the text is
/// (Discord's document "Allowed Mentions Object").
pub(super) fn checked(mut message: Value, part: bool) -> Result<Value, GateFault> {
    limits::message(&message, part).map_err(GateFault::Unsendable)?;
    if let Value::Object(fields) = &mut message {
        fields.entry("allowed_mentions").or_insert_with(|| json!({"parse": []}));
    }
    Ok(message)
}

/// The files of a message, within Discord's limits.
pub(super) fn within(files: &[File]) -> Result<Vec<File>, GateFault> {
    limits::files(files).map_err(GateFault::Unsendable)?;
    Ok(files.to_vec())
}

pub(super) fn json_of(value: &impl serde::Serialize) -> Result<Value, GateFault> {
    serde_json::to_value(value).map_err(|error| GateFault::Unsendable(error.to_string()))
}

/// The id of a message.
pub(super) fn id_of(message: &Value) -> Option<MessageId> {
    let id = message.get("id")?.as_str()?.parse().ok()?;
    (id != 0 && id != u64::MAX).then(|| MessageId::new(id))
}

fn message_of(told: &Value) -> Option<MessageId> {
    id_of(told.get("resource")?.get("message")?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::clock::Clock;
    use crate::discord::Patience;

    fn card() -> Card {
        Card::text("here").file(File::new("balance.png", *b"x", "Ten bars"))
    }

    #[test]
    fn an_answers_files_are_described_in_its_message() {
        let described = json!([{ "id": 0, "filename": "balance.png", "description": "Ten bars" }]);
        for answer in [
            card().into_answer(true).map(CreateInteractionResponse::Message),
            card().into_answer(false).map(CreateInteractionResponse::UpdateMessage),
        ] {
            let body = prepared(&answer).unwrap();
            assert_eq!(body["data"]["attachments"], described, "{body}");
            assert_eq!((&body["data"]["allowed_mentions"]["parse"], &body["attachments"]), (&json!([]), &Value::Null));
        }
        let alone = Card::default().file(File::new("balance.png", *b"x", "Ten bars"));
        let alone = alone.into_answer(true).map(CreateInteractionResponse::Message);
        assert!(prepared(&alone).is_ok(), "a file is something");
    }

    /// Takes one request, answers it, and hands over what it was.
    async fn one_request(listener: TcpListener) -> String {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        loop {
            stream.read_buf(&mut bytes).await.unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.to_lowercase().split_once("content-length: ").unwrap().1.to_owned();
            if body.len() >= length.lines().next().unwrap().parse().unwrap() {
                let answer = "HTTP/1.1 200 x\r\ncontent-length: 12\r\nconnection: close\r\n\r\n{\"id\": \"99\"}";
                stream.write_all(answer.as_bytes()).await.unwrap();
                return text;
            }
        }
    }

    #[tokio::test]
    async fn answers_edits_and_follow_ups_take_their_files_along() {
        for way in ["POST /api/v10/interactions/7/secret/callback", "PATCH ", "POST /api/v10/webhooks/40/secret"] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
            let (token, clock) = ("NDA.Gabcde.sesame-open-up".into(), Clock::system());
            let gate = Gate::new(Some(&address), &token, 40.into(), clock, 7, Patience::default()).unwrap();
            let send = async {
                let deadline = Instant::now() + Duration::from_secs(20);
                match way {
                    "PATCH " => gate.edit_answer("secret", card()).await.unwrap(),
                    _ if way.contains("callback") => {
                        let answer = card().into_answer(true).map(CreateInteractionResponse::Message);
                        let delivered = gate.answer(InteractionId::new(7), "secret", &answer, deadline).await;
                        assert!(matches!(delivered, Delivered::Yes { .. }), "{delivered:?}");
                    }
                    _ => gate.follow_up("secret", card(), true).await.unwrap(),
                }
            };
            let (seen, ()) = tokio::join!(one_request(listener), send);
            assert!(seen.starts_with(way), "{seen}");
            for part in
                ["name=\"payload_json\"", "name=\"files[0]\"; filename=\"balance.png\"", "\"description\":\"Ten bars\""]
            {
                assert!(seen.contains(part), "{way} lacks {part}: {seen}");
            }
        }
    }
}
