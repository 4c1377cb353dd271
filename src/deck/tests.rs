//! Whatever a file holds, it is read as a whole or not at all, and what is written is read back as it was.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::content::rotation::Choice;

const FORMATS: [Format; 2] = [Format::Csv, Format::Toml];

fn words(title: &str, question: &str, step: &str, minutes: &str) -> Words {
    check(&Typed { title, question, step, minutes }).unwrap()
}

fn plain(number: usize) -> Words {
    words(&format!("Title {number}"), &format!("What is number {number}?"), "Write it down.", "3")
}

/// Letters of every kind, and those that formats take for their own.
fn text(most: usize) -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => prop::char::range('a', 'z'),
        2 => prop::sample::select(vec![
            '"', '\'', '\\', ',', ';', '\t', '=', '+', '-', '@', '#', '[', ']', '?', '\n', '\r', ' ', 'ß', '漢', '🏴',
            '＝', '\u{200d}', '\u{202e}', '\u{fe0f}', '\u{e0062}', '\u{85}', '\u{2028}', '\u{feff}', '\u{7f}',
        ]),
        1 => any::<char>(),
    ];
    prop::collection::vec(letter, 0..most).prop_map(|letters| letters.into_iter().collect())
}

/// Anything, and a prompt that begins in each way that TOML allows.
fn spilled() -> impl Strategy<Value = String> {
    let beginnings = ["[[prompt]]", "[[\"prompt\"]]", "[['prompt']]", "[[ \"prom\\u0070t\" ]] # mine", "[prompt.x]"];
    let prompt = prop::sample::select(beginnings.to_vec())
        .prop_map(|begins| format!("\n{begins}\ntitle = \"T\"\nquestion = \"Why us?\"\nstep = \"Look.\""));
    prop_oneof![text(600), prompt]
}

fn some_words() -> impl Strategy<Value = Words> {
    (text(60), text(280), text(160), 1..=MOST_MINUTES).prop_filter_map(
        "fit words",
        |(title, question, step, minutes)| {
            let (title, question, step) = (format!("{title}a"), format!("{question}b"), format!("{step}c"));
            check(&Typed { title: &title, question: &question, step: &step, minutes: &minutes.to_string() }).ok()
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_to_the_byte(deck in prop::collection::vec(some_words(), 1..8)) {
        for format in FORMATS {
            let file = write(&deck, format);
            let read = read(file.as_bytes(), format).unwrap();
            let again: Vec<Words> = read.into_iter().map(|row| row.words).collect();
            prop_assert_eq!(&again, &deck);
            prop_assert_eq!(write(&again, format), file);
        }
    }

    #[test]
    fn no_file_is_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for format in FORMATS {
            let _ = read(&bytes, format);
        }
    }

    #[test]
    fn no_text_is_too_strange(text in spilled(), at in 0..200_usize, at_the_end: bool) {
        for format in FORMATS {
            // A deck that something was spilled over.
            let mut file = write(&[plain(1), plain(2)], format);
            let at = file.char_indices().map(|(at, _)| at).nth(at).unwrap_or(0);
            let line_end = file[at..].find('\n').map_or(file.len(), |end| at + end);
            file.insert_str(if at_the_end { line_end } else { at }, &text);
            match read(file.as_bytes(), format) {
                Ok(rows) if format == Format::Toml => {
                    // Counted by the parser over the whole: none was passed over.
                    if let Ok(whole) = ::toml::de::DeTable::parse(&file) {
                        let prompts = whole.get_ref().get("prompt").and_then(|prompts| prompts.get_ref().as_array());
                        prop_assert_eq!(rows.len(), prompts.map_or(0, |prompts| prompts.len()), "{}", file);
                    }
                }
                Ok(_) => {}
                Err(faults) => prop_assert!(!faults.is_empty()),
            }
        }
    }

    /// Prompts are added to the deck and taken out of it between posts: none comes twice in a cycle, nor before one that has waited for longer.
    #[test]
    fn nothing_comes_back_before_the_rest_of_the_deck(
        turns in prop::collection::vec((0..3_usize, 0..12_usize, 0..4_u8), 1..80),
        seed: u64,
    ) {
        let clarion: Vec<String> = (0..9).map(|number| format!("clarion-{number}")).collect();
        let mut deck: BTreeSet<String> = BTreeSet::new();
        let mut history: Vec<(String, i64)> = Vec::new();
        for (from, number, edit) in turns {
            match edit {
                0 => _ = deck.insert(format!("team:{number}")),
                1 => _ = deck.remove(&format!("team:{number}")),
                _ => {}
            }
            let from = DrawsFrom::ALL[from];
            let own: Vec<String> = deck.iter().cloned().collect();
            let used = history.iter().map(|(prompt, cycle)| (prompt.as_str(), *cycle));
            let Choice { prompt_id, cycle } =
                next_of(from, clarion.iter().map(String::as_str), &own, used, seed).unwrap();
            let pool: BTreeSet<&String> = match from {
                DrawsFrom::Team if !own.is_empty() => own.iter().collect(),
                DrawsFrom::Clarion => clarion.iter().collect(),
                _ => clarion.iter().chain(&own).collect(),
            };
            prop_assert!(pool.contains(&prompt_id));
            // Never: before every cycle.
            let last = |id: &str| history.iter().rev().find(|(prompt, _)| prompt == id).map_or(0, |(_, cycle)| *cycle);
            prop_assert!(last(&prompt_id) < cycle, "{prompt_id} twice in a cycle");
            prop_assert!(pool.iter().all(|other| last(other) >= last(&prompt_id)), "{prompt_id} before its turn");
            history.push((prompt_id, cycle));
        }
    }
}

fn faults(file: &str, format: Format) -> Vec<(Place, What)> {
    read(file.as_bytes(), format).unwrap_err().into_iter().map(|fault| (fault.place, fault.what)).collect()
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_defused_and_comes_back() {
    for title in ["=1+1", "+49 30", "-5 degrees", "@here", "'=1", "''=x1", "'quoted'", "＝1"] {
        let deck = [words(title, "Why?", "Look.", "")];
        let file = write(&deck, Format::Csv);
        let cell = file.lines().nth(1).unwrap().trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{cell}");
        assert_eq!(read(file.as_bytes(), Format::Csv).unwrap()[0].words.title, title);
    }
}

#[test]
fn spreadsheets_write_tables_in_their_own_ways() {
    let expected = vec![plain(1), plain(2)];
    let read_back = |file: &str| -> Vec<Words> {
        read(file.as_bytes(), Format::Csv).unwrap().into_iter().map(|row| row.words).collect()
    };
    for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r")] {
        let mut file = ["Minutes", " title", "QUESTION", "step", ""].join(separator) + end;
        for number in [1, 2] {
            let (title, question) = (format!("Title {number}"), format!("\"What is\nnumber {number}?\""));
            file += &(["3", &title, &question, "Write it down.", ""].join(separator) + end);
            file += &(separator.repeat(4) + end);
        }
        assert_eq!(read_back(&file), expected, "{file:?}");
        assert_eq!(read_back(&format!("\u{feff}{file}")), expected, "{file:?}");
    }
}

#[test]
fn every_fault_of_a_table_is_told_with_its_row() {
    let file = format!(
        "title,question,step,minutes\n\
         A,Why?,Look.,5\n\
         ,\"Two\nlines?\",Look.,0\n\
         \n\
         C,{},Look.,x\n\
         D,Why not?,Look.,5,more\n\
         E\n",
        "q".repeat(281)
    );
    let flaw = |row, flaw| (Place::Row(row), What::Flaw(flaw));
    assert_eq!(
        faults(&file, Format::Csv),
        [
            flaw(3, Flaw::Empty(Field::Title)),
            flaw(3, Flaw::Minutes),
            flaw(5, Flaw::Long { field: Field::Question, length: 281 }),
            flaw(5, Flaw::Minutes),
            (Place::Row(6), What::MoreCells),
            flaw(7, Flaw::Empty(Field::Question)),
            flaw(7, Flaw::Empty(Field::Step)),
        ]
    );
    assert_eq!(
        faults("title,text,title\nA,B,C\n", Format::Csv),
        [
            (Place::Row(1), What::Column("text".into())),
            (Place::Row(1), What::Column("title".into())),
            (Place::Row(1), What::NoColumn("question")),
            (Place::Row(1), What::NoColumn("step")),
        ]
    );
}

#[test]
fn every_fault_of_a_text_is_told_with_its_line() {
    let file = "# ours\n\
                [[prompt]]\n\
                title = \"A\"\n\
                question = \"Why?\"\n\
                step = \"Look.\"\n\
                [[prompt]] # the second\n\
                title = 5\n\
                questoin = \"Why?\"\n\
                step = \"Look.\"\n\
                minutes = \"five\"\n\
                [[ prompt ]]\n\
                title = \"C\n\
                [[prompt]]\n\
                title = \"D\"\n\
                question = \"Why?\"\n\
                step = \"Look.\"\n\
                minutes = 12\n\
                [other]\n\
                x = [[[[1]]]]\n";
    assert_eq!(
        faults(file, Format::Toml)
            .into_iter()
            .map(|(place, what)| (place, if matches!(what, What::Unreadable(_)) { What::Nul } else { what }))
            .collect::<Vec<_>>(),
        [
            (Place::Line(6), What::Missing("question")),
            (Place::Line(7), What::Kind("title")),
            (Place::Line(8), What::Key("questoin".into())),
            (Place::Line(10), What::Kind("minutes")),
            (Place::Line(12), What::Nul),
            (Place::Line(13), What::Flaw(Flaw::Minutes)),
            (Place::Line(18), What::Key("other".into())),
        ]
    );
    assert_eq!(faults("title = \"A\"\nstep = 1\n", Format::Toml), [(Place::Line(1), What::BeforeTheFirst)]);
}

#[test]
fn what_is_no_text_is_said_so() {
    let whole = |what| vec![(Place::Whole, what)];
    for format in FORMATS {
        let of = |bytes: &[u8]| -> Vec<(Place, What)> {
            read(bytes, format).unwrap_err().into_iter().map(|fault| (fault.place, fault.what)).collect()
        };
        assert_eq!(of(b"\xff\xfet\0i\0"), whole(What::Utf16));
        assert_eq!(of(b"title\ncaf\xe9\n"), [(Place::Line(2), What::NotUtf8)]);
        assert_eq!(of(b"title\n\na\0b\n"), [(Place::Line(3), What::Nul)]);
        assert_eq!(of(b""), whole(What::NoPrompts));
        assert_eq!(of(b"\xef\xbb\xbf\n\n"), whole(What::NoPrompts));
        assert_eq!(of(&vec![b'a'; LARGEST_FILE + 1]), whole(What::Large));
    }
    assert_eq!(of_header_alone(), [(Place::Whole, What::NoPrompts)]);
}

/// A file of eight megabytes has room for millions of faults, and one for each would take a gigabyte.
#[test]
fn the_faults_of_a_file_are_bounded() {
    let columns = format!("title,question,step,{}\nA,Why?,Look.\n", "a,".repeat(LARGEST_FILE / 2 - 40));
    assert_eq!(faults(&columns, Format::Csv), [(Place::Row(1), What::ManyColumns(LARGEST_FILE / 2 - 37))]);
    // What a spreadsheet leaves behind is nothing.
    let left_behind = format!("title,question,step{}\nA,Why?,Look.\n", ",".repeat(200));
    assert_eq!(read(left_behind.as_bytes(), Format::Csv).unwrap().len(), 1);

    let keys: String = (0..900).map(|key| format!("k{key}=1\n")).collect();
    let entry = format!("[[prompt]]\ntitle = \"A\"\nquestion = \"Why?\"\nstep = \"Look.\"\n{keys}");
    let entries = LARGEST_FILE / entry.len();
    let found = faults(&entry.repeat(entries), Format::Toml);
    assert_eq!(found.len(), MOST_FAULTS + 1);
    assert_eq!(found.last(), Some(&(Place::Whole, What::More(entries * 900 - MOST_FAULTS))));
    assert!(found[..MOST_FAULTS].is_sorted_by_key(|(place, _)| *place));
    // As many as there is room for are all told.
    let found = faults(&entry.repeat(11), Format::Toml);
    assert_eq!((found.len(), found.last().map(|(place, _)| *place)), (9_900, Some(Place::Line(11 * 904))));
}

#[test]
fn a_prompt_that_begins_in_another_way_is_told_and_not_lost() {
    for begins in ["[[\"prompt\"]]", "[['prompt']]", "[[ 'prompt' ]] # mine", "[[\"prom\\u0070t\"]]"] {
        let prompt = |number: usize| format!("title = \"T\"\nquestion = \"Number {number}?\"\nstep = \"Look.\"\n");
        let file = format!("[[prompt]]\n{}{begins}\n{}{begins}\n{}", prompt(1), prompt(2), prompt(3));
        assert_eq!(
            faults(&file, Format::Toml),
            [(Place::Line(5), What::OtherBeginning), (Place::Line(9), What::OtherBeginning)],
            "{begins}"
        );
    }
}

fn of_header_alone() -> Vec<(Place, What)> {
    faults("title,question,step,minutes\n", Format::Csv)
}

#[test]
fn a_file_with_more_than_a_deck_holds_is_counted_and_not_kept() {
    for format in FORMATS {
        let deck: Vec<Words> = (0..10_000).map(plain).collect();
        let file = write(&deck, format);
        assert_eq!(faults(&file, format), [(Place::Whole, What::TooMany(10_000))]);
        let file = write(&deck[..MOST_PROMPTS], format);
        assert_eq!(read(file.as_bytes(), format).unwrap().len(), MOST_PROMPTS);
    }
}

/// The largest deck in the longest script fits into the largest file.
#[test]
fn every_deck_fits_into_a_file() {
    let long = |most: usize, letter: char| letter.to_string().repeat(most);
    for letter in ['𝔘', '"'] {
        let one = Words {
            title: long(MOST_TITLE, letter),
            question: long(MOST_QUESTION, letter),
            step: long(MOST_STEP, letter),
            minutes: 5,
        };
        for format in FORMATS {
            let file = write(std::iter::repeat_n(&one, MOST_PROMPTS), format);
            assert!(file.len() <= LARGEST_FILE, "{} bytes", file.len());
        }
    }
}

/// On a thread with a quarter of the usual room: nothing that is nested in a file is nested in ours.
#[test]
fn nothing_can_be_nested_deep_enough() {
    let nested = [
        format!("[[prompt]]\ntitle = {}", "[".repeat(8_000)),
        format!("[[prompt]]\n{} = 1", "a.".repeat(4_000) + "a"),
        format!("[[prompt]]\ntitle = {}", "{a=".repeat(2_600)),
        format!("[[prompt]]\n[{}]", "a.".repeat(4_000) + "a"),
        format!("[[prompt]]\ntitle = {}", "[".repeat(LARGEST_FILE - 40)),
        "[[prompt]]\n".repeat(LARGEST_FILE / 11),
        format!("title,question,step\n{}", "\"".repeat(LARGEST_FILE - 40)),
        format!("title,question,step\n{}", ",".repeat(LARGEST_FILE - 40)),
        format!("{}\n", ";".repeat(LARGEST_FILE - 40)),
    ];
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(move || {
        for file in nested {
            for format in FORMATS {
                assert!(read(file.as_bytes(), format).is_err());
            }
        }
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn doubles_are_told_and_left_out() {
    let row = |number, question: &str| Row { place: Place::Row(number), words: words("T", question, "Look.", "") };
    let rows = [row(2, "Whose turn is it?"), row(3, "whose turn is it"), row(4, "Why us?"), row(5, "Who else?")];
    let (new, doubles) = sort_out(&rows, ["WHY US"]);
    assert_eq!(new.iter().map(|row| row.place).collect::<Vec<_>>(), [Place::Row(2), Place::Row(5)]);
    assert_eq!(doubles, [Place::Row(3), Place::Row(4)]);
}

#[test]
fn words_are_cleaned_and_all_their_flaws_named() {
    let cleaned = words(" Calm\u{202e} \n nights ", "Who?", "Ask.", " 7 ");
    assert_eq!((cleaned.title.as_str(), cleaned.minutes), ("Calm nights", 7));
    assert_eq!(words("T", "Q?", "S", "").minutes, USUAL_MINUTES);
    let long = "x".repeat(161);
    let flaws = check(&Typed { title: "\u{200b}", question: "???", step: &long, minutes: "10" }).unwrap_err();
    assert_eq!(
        flaws,
        [
            Flaw::Empty(Field::Title),
            Flaw::Empty(Field::Question),
            Flaw::Long { field: Field::Step, length: 161 },
            Flaw::Minutes
        ]
    );
}

#[test]
fn advice_is_given_where_there_is_some() {
    let of = |question: &str| advice(&words("T", question, "S", ""));
    assert_eq!(of("Who kept the night calm?"), []);
    assert_eq!(of("Say who kept the night calm"), [Advice::AsksNothing]);
    assert_eq!(of("Who? When? Why?"), [Advice::Asks(3)]);
    assert_eq!(of("@everyone, who is next?"), [Advice::Calls]);
}

#[test]
fn an_empty_deck_keeps_nobody_waiting() {
    let chosen = next_of(DrawsFrom::Team, ["clarion-1"], &[], [], 7).unwrap();
    assert_eq!(chosen.prompt_id, "clarion-1");
    let own = ["team:1".to_owned()];
    assert_eq!(next_of(DrawsFrom::Team, ["clarion-1"], &own, [], 7).unwrap().prompt_id, "team:1");
}
