//! What is said around a situation that somebody told: what was found, and where nothing was. None of it repeats a word
//! of what was told.

/// Above the contrasts that fit, of which there are so many. `of_message` says whether the situation is somebody's
/// message.
pub fn found(contrasts: usize, of_message: bool) -> String {
    let close = match contrasts {
        1 => "One subject comes close.",
        2 => "Two subjects come close, the nearer one first.",
        _ => "Three subjects come close, the nearest first.",
    };
    let kept = if of_message {
        "Only you see this. Nobody hears that you asked, and I keep nothing of the message."
    } else {
        "Only you see this, and I keep nothing of what you wrote."
    };
    format!("{close} I go by the words alone, so you are the judge. {kept}")
}

/// No contrast fits what somebody told.
pub const NOTHING_FITS: &str = "\
Nothing in my library comes close enough, and I would rather say so than guess. It helps me to hear who did what: \
\u{2018}my manager checks every email before it goes out\u{2019} tells me more than \u{2018}communication is bad \
here\u{2019}. I know situations in English only. `/contrast` has all subjects by title. Only you see this, and I keep \
nothing of what you wrote.";

/// No contrast fits a message.
pub const NOTHING_FITS_MESSAGE: &str = "\
Nothing in my library comes close enough to that message, and I would rather say so than guess. With `/reframe` you can \
tell me in a sentence or two who did what, and what bothers or pleases you about it; I know situations in English only. \
`/contrast` has all subjects by title. Only you see this.";

/// There is not a letter in what somebody told.
pub const NO_WORDS: &str = "\
I can't find a word in that. Tell me in a sentence or two who did what, and what bothers or pleases you about it. Only \
you will see the answer.";

/// The message has no words of its own: pictures, an embed, a sticker, something that was forwarded.
pub const MESSAGE_WITHOUT_WORDS: &str = "\
That message has no words of its own that I could go by. With `/reframe` you can tell me what it is about, in a sentence \
or two. Only you will see the answer.";

/// The message was written by a bot, an app or a webhook, or by Discord itself.
pub const BOT_MESSAGE: &str = "\
That message comes from a bot, an app or Discord itself. This is for what a person wrote, or for your own words with `/reframe`. Only \
you will see the answer.";

/// None of the contrasts fits, the person says.
pub const NONE_OF_THESE: &str = "\
Then none of them is it, and you know best. `/contrast` has all subjects by title, or shows one that is new here. Told \
once more with other words, who did what, `/reframe` often finds another one. I keep no note of either.";
