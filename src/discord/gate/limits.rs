//! Discord's documented limits, looked at before anything is sent.
//!
//! serenity looks at a few of them and sends the rest, so an over-long custom id would cost a round trip and come back
//! as a 400 that nobody asked for. What is checked is the JSON itself, whichever builder it came from. Lengths count
//! characters. Sources: Discord's documents "Message Resource", "Component Reference" and "Receiving and Responding".

use serde_json::Value;

use crate::messages::{File, LONGEST_DESCRIPTION, MOST_FILE_BYTES, MOST_FILES};

/// Why something must not be sent: the field and the rule.
type Found = Result<(), String>;

/// A message: a post, an edit, or an answer's data. `part` is true for an edit, which may leave everything out.
pub(super) fn message(message: &Value, part: bool) -> Found {
    most(message, "content", 2_000)?;
    most(message, "nonce", 25)?;
    let embeds = list(message, "embeds");
    if embeds.len() > 10 {
        return Err(format!("embeds: {} of 10", embeds.len()));
    }
    let mut total = 0;
    for (at, one) in embeds.iter().enumerate() {
        total += embed(one).map_err(|fault| format!("embeds.{at}.{fault}"))?;
    }
    if total > 6_000 {
        return Err(format!("embeds: {total} of 6000 characters together"));
    }
    let rows = list(message, "components");
    components(rows)?;
    for (at, file) in list(message, "attachments").iter().enumerate() {
        most(file, "description", LONGEST_DESCRIPTION).map_err(|fault| format!("attachments.{at}.{fault}"))?;
    }
    let something = length(message, "content") > 0
        || !embeds.is_empty()
        || !rows.is_empty()
        || !list(message, "attachments").is_empty()
        || message.get("poll").is_some();
    if something || part { Ok(()) } else { Err("an empty message".to_owned()) }
}

/// The files that go along with a message.
pub(super) fn files(files: &[File]) -> Found {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    if files.len() > MOST_FILES {
        Err(format!("files: {} of {MOST_FILES}", files.len()))
    } else if bytes > MOST_FILE_BYTES {
        Err(format!("files: {bytes} of {MOST_FILE_BYTES} bytes"))
    } else {
        Ok(())
    }
}

/// A form.
pub(super) fn form(form: &Value) -> Found {
    between(form, "title", 1, 45)?;
    between(form, "custom_id", 1, 100)?;
    let rows = list(form, "components");
    if rows.is_empty() || rows.len() > 5 {
        return Err(format!("components: {} of 1 to 5", rows.len()));
    }
    let mut seen = Vec::new();
    for (at, input) in rows.iter().flat_map(|row| list(row, "components")).enumerate() {
        let inside = |fault: String| format!("components.{at}.{fault}");
        between(input, "custom_id", 1, 100).map_err(inside)?;
        between(input, "label", 1, 45).map_err(inside)?;
        most(input, "placeholder", 100).map_err(inside)?;
        most(input, "value", 4_000).map_err(inside)?;
        once(input, &mut seen).map_err(inside)?;
    }
    Ok(())
}

/// A thread that is opened (Discord's document "Channels Resource", "Start Thread from Message").
pub(super) fn thread(thread: &Value) -> Found {
    between(thread, "name", 1, 100)
}

/// The choices of an autocomplete.
pub(super) fn choices(data: &Value) -> Found {
    let choices = list(data, "choices");
    if choices.len() > 25 {
        return Err(format!("choices: {} of 25", choices.len()));
    }
    for (at, choice) in choices.iter().enumerate() {
        between(choice, "name", 1, 100).map_err(|fault| format!("choices.{at}.{fault}"))?;
        most(choice, "value", 100).map_err(|fault| format!("choices.{at}.{fault}"))?;
    }
    Ok(())
}

/// An embed's characters, by Discord's count, where each of its parts is within its own limit.
fn embed(embed: &Value) -> Result<usize, String> {
    let nested = |outer: &str, inner: &str, limit: usize| {
        let part = embed.get(outer).unwrap_or(&Value::Null);
        most(part, inner, limit).map_err(|fault| format!("{outer}.{fault}"))?;
        Ok::<usize, String>(length(part, inner))
    };
    most(embed, "title", 256)?;
    most(embed, "description", 4_096)?;
    let mut total = length(embed, "title") + length(embed, "description");
    total += nested("footer", "text", 2_048)? + nested("author", "name", 256)?;
    let fields = list(embed, "fields");
    if fields.len() > 25 {
        return Err(format!("fields: {} of 25", fields.len()));
    }
    for (at, field) in fields.iter().enumerate() {
        between(field, "name", 1, 256).map_err(|fault| format!("fields.{at}.{fault}"))?;
        between(field, "value", 1, 1_024).map_err(|fault| format!("fields.{at}.{fault}"))?;
        total += length(field, "name") + length(field, "value");
    }
    Ok(total)
}

fn components(rows: &[Value]) -> Found {
    if rows.len() > 5 {
        return Err(format!("components: {} of 5 rows", rows.len()));
    }
    let mut seen = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let parts = list(row, "components");
        if parts.is_empty() || parts.len() > 5 {
            return Err(format!("components.{at}: {} of 1 to 5 parts", parts.len()));
        }
        let menus = parts.iter().filter(|part| kind(part) != 2).count();
        if menus > 0 && parts.len() > 1 {
            return Err(format!("components.{at}: a menu shares its row"));
        }
        for part in parts {
            component(part, &mut seen).map_err(|fault| format!("components.{at}.{fault}"))?;
        }
    }
    Ok(())
}

fn component<'a>(part: &'a Value, seen: &mut Vec<&'a str>) -> Found {
    most(part, "label", 80)?;
    most(part, "placeholder", 150)?;
    // A link (style 5) has an address instead; a premium button (style 6) a product.
    if kind(part) == 2 && matches!(part.get("style").and_then(Value::as_u64), Some(5 | 6)) {
        return most(part, "url", 512);
    }
    between(part, "custom_id", 1, 100)?;
    once(part, seen)?;
    // A menu of strings.
    if kind(part) == 3 {
        let options = list(part, "options");
        if options.is_empty() || options.len() > 25 {
            return Err(format!("options: {} of 1 to 25", options.len()));
        }
        for (at, option) in options.iter().enumerate() {
            let inside = |fault: String| format!("options.{at}.{fault}");
            between(option, "label", 1, 100).map_err(inside)?;
            between(option, "value", 1, 100).map_err(inside)?;
            most(option, "description", 100).map_err(inside)?;
        }
    }
    Ok(())
}

/// The type of a component: 2 is a button, 3 a menu of strings.
fn kind(part: &Value) -> u64 {
    part.get("type").and_then(Value::as_u64).unwrap_or(0)
}

/// Two parts of one message cannot have one custom id.
fn once<'a>(part: &'a Value, seen: &mut Vec<&'a str>) -> Found {
    let id = part.get("custom_id").and_then(Value::as_str).unwrap_or_default();
    if seen.contains(&id) {
        return Err("custom_id: used twice".to_owned());
    }
    seen.push(id);
    Ok(())
}

fn length(value: &Value, key: &str) -> usize {
    value.get(key).and_then(Value::as_str).map_or(0, |text| text.chars().count())
}

fn most(value: &Value, key: &str, limit: usize) -> Found {
    between(value, key, 0, limit)
}

fn between(value: &Value, key: &str, least: usize, limit: usize) -> Found {
    match length(value, key) {
        length if length > limit => Err(format!("{key}: {length} of {limit} characters")),
        length if length < least => Err(format!("{key}: empty")),
        _ => Ok(()),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    /// Text of so many characters, each of more than one byte.
    fn long(length: usize) -> String {
        "é".repeat(length)
    }

    /// The edge itself passes, one more does not.
    fn edge(limit: usize, build: impl Fn(usize) -> Value, check: impl Fn(&Value) -> Found) {
        let within = check(&build(limit));
        assert!(within.is_ok(), "{limit}: {within:?}");
        assert!(check(&build(limit + 1)).is_err(), "{limit} + 1 passed");
    }

    fn button(id: String) -> Value {
        json!({"type": 2, "style": 1, "label": "x", "custom_id": id})
    }

    #[test]
    fn both_sides_of_every_edge_of_a_message() {
        let whole = |value: &Value| message(value, false);
        let embedded = |embed: Value| json!({"embeds": [embed]});
        let row = |part: Value| json!({"components": [{"type": 1, "components": [part]}]});
        edge(2_000, |n| json!({"content": long(n)}), whole);
        edge(25, |n| json!({"content": "x", "nonce": long(n)}), whole);
        edge(10, |n| json!({"embeds": vec![json!({"title": "x"}); n]}), whole);
        edge(256, |n| embedded(json!({"title": long(n)})), whole);
        edge(4_096, |n| embedded(json!({"description": long(n)})), whole);
        edge(2_048, |n| embedded(json!({"footer": {"text": long(n)}})), whole);
        edge(256, |n| embedded(json!({"author": {"name": long(n)}})), whole);
        edge(25, |n| embedded(json!({"fields": vec![json!({"name": "x", "value": "x"}); n]})), whole);
        edge(256, |n| embedded(json!({"fields": [{"name": long(n), "value": "x"}]})), whole);
        edge(1_024, |n| embedded(json!({"fields": [{"name": "x", "value": long(n)}]})), whole);
        edge(1_904, |n| json!({"embeds": [{"description": long(4_096)}, {"description": long(n)}]}), whole);
        let ids = |n: usize| (0..n).map(|id| button(id.to_string())).collect::<Vec<_>>();
        edge(5, |n| json!({"components": [{"type": 1, "components": ids(n)}]}), whole);
        edge(
            5,
            |n| {
                let rows: Vec<_> = ids(n).into_iter().map(|part| json!({"type": 1, "components": [part]})).collect();
                json!({"components": rows})
            },
            whole,
        );
        edge(100, |n| row(button(long(n))), whole);
        edge(80, |n| row(json!({"type": 2, "style": 1, "label": long(n), "custom_id": "x"})), whole);
        let option = |n: usize| json!({"label": "x", "value": n.to_string()});
        let menu = |n: usize| json!({"type": 3, "custom_id": "x", "options": (0..n).map(option).collect::<Vec<_>>()});
        edge(25, |n| row(menu(n)), whole);
        edge(100, |n| row(json!({"type": 3, "custom_id": "x", "options": [{"label": long(n), "value": "x"}]})), whole);
        edge(1_024, |n| json!({"attachments": [{"id": 0, "description": long(n)}]}), whole);
        edge(150, |n| row(json!({"type": 5, "custom_id": "x", "placeholder": long(n)})), whole);
    }

    #[test]
    fn what_discord_refuses_besides_lengths() {
        assert!(message(&json!({"content": ""}), false).is_err());
        assert!(message(&json!({"content": ""}), true).is_ok());
        for parts in [vec![], vec![button("a".into()), button("a".into())], vec![button(String::new())]] {
            let rows = json!({"content": "x", "components": [{"type": 1, "components": parts}]});
            assert!(message(&rows, false).is_err(), "{rows}");
        }
        let link = json!({"type": 2, "style": 5, "label": "x", "url": "https://example.com"});
        assert!(message(&json!({"components": [{"type": 1, "components": [link]}]}), false).is_ok());
        let shared =
            json!({"components": [{"type": 1, "components": [{"type": 5, "custom_id": "x"}, button("y".into())]}]});
        assert!(message(&shared, false).is_err());
    }

    #[test]
    fn both_sides_of_every_edge_of_a_form_and_of_choices() {
        let input = |id: String| json!({"type": 1, "components": [{"type": 4, "custom_id": id, "label": "x"}]});
        let of =
            |part: Value| json!({"title": "x", "custom_id": "x", "components": [{"type": 1, "components": [part]}]});
        edge(45, |n| json!({"title": long(n), "custom_id": "x", "components": [input("a".into())]}), form);
        edge(100, |n| json!({"title": "x", "custom_id": long(n), "components": [input("a".into())]}), form);
        let inputs = |n: usize| (0..n).map(|id| input(id.to_string())).collect::<Vec<_>>();
        edge(5, |n| json!({"title": "x", "custom_id": "x", "components": inputs(n)}), form);
        edge(45, |n| of(json!({"type": 4, "custom_id": "a", "label": long(n)})), form);
        edge(100, |n| of(json!({"type": 4, "custom_id": "a", "label": "x", "placeholder": long(n)})), form);
        edge(4_000, |n| of(json!({"type": 4, "custom_id": "a", "label": "x", "value": long(n)})), form);
        assert!(form(&json!({"title": "x", "custom_id": "x", "components": []})).is_err());
        edge(100, |n| json!({"name": long(n)}), thread);
        assert!(thread(&json!({"name": ""})).is_err());
        edge(25, |n| json!({"choices": vec![json!({"name": "x", "value": "x"}); n]}), choices);
        edge(100, |n| json!({"choices": [{"name": long(n), "value": "x"}]}), choices);
        edge(100, |n| json!({"choices": [{"name": "x", "value": long(n)}]}), choices);
        assert!(choices(&json!({"choices": []})).is_ok());
    }
}
