# A weekly round for a server: posted once, the same moments for everybody, answered in private.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
person mira
person sam

# Who may not manage the server may play, and no more.
mira: /quiz weekly:tuesday
expect mira sees: Manage Server
jo: /quiz weekly:off
expect jo sees: There is no weekly round here

jo: /quiz weekly:tuesday time:10:00 channel:#daily
expect jo sees: quiz is new and posts in #daily: Tue 10:00 … (a guess; … It invites to a round of the quiz … The next one comes tomorrow at 10:00
jo: /schedule set name:quiz zone:Europe/Berlin
expect jo sees: quiz now posts in #daily: Tue 10:00, Europe/Berlin … It invites to a round of the quiz
# A round is no prompt.
jo: /prompt today
expect jo sees: No daily prompt is set up here yet
jo: /schedule show
expect jo sees: Tue 10:00 … Invites to a round of the quiz
jo: /schedule preview
expect jo sees: This is the next invitation here … This week's quiz: what does this moment need?
jo: /schedule set name:quiz theme:Risk
expect jo sees: That schedule posts a round of the quiz
jo: /schedule set name:quiz prompts:both
expect jo sees: That schedule posts a round of the quiz … `prompts:` are for schedules that post prompts

jo: /schedule set name:quiz days:weekdays
expect jo sees: The round of the quiz comes once a week
jo: /schedule set name:quiz thread:true
expect jo sees: It invites to a round of the quiz and opens a thread under each round.

# The power goes when Discord has the post and the bot does not know it yet: it is posted once.
power cut in the middle of the next post
tuesday 10:00
restart
5 minutes pass
expect #daily: This week's quiz: what does this moment need? … Five short moments … Your answers are shown to you alone
expect buttons "Take this week's round"
expect #daily 1 post on 2026-11-24
expect #daily 1 thread on 2026-11-24
expect nobody pinged

# Each answers in private.
mira clicks "Take this week's round"
expect mira sees: Moment 1 of 5
expect #daily nothing
mira clicks "Managing"
expect mira sees: You said managing
mira clicks "Next moment"
expect mira sees: Moment 2 of 5
mira clicks "Managing"
expect mira sees: You said managing
mira clicks "Next moment"
expect mira sees: Moment 3 of 5
mira clicks "Managing"
expect mira sees: You said managing
mira clicks "Next moment"
expect mira sees: Moment 4 of 5
mira clicks "Managing"
expect mira sees: You said managing
mira clicks "Next moment"
expect mira sees: Moment 5 of 5
mira clicks "Managing"
expect mira sees: You said managing
mira clicks "See the round"
expect mira sees: Everybody who takes this round gets the same moments. … nothing is added up
expect #daily nothing

# One more by hand, with other moments; the week's own still comes.
jo: /schedule now name:quiz
expect jo sees: A round of the quiz is on its way to #daily. It is an extra: the next one still comes Tuesday 1 December at 10:00
expect #daily: This week's quiz

# The channel is closed to the bot: somebody is told, in words about a round.
bot lacks "Send Messages" in #daily
jo: /quiz weekly:tuesday time:11:00
expect jo sees: Send Messages
bot may "Send Messages" in #daily

# Skipped, paused and ended as every schedule is.
jo: /schedule skip name:quiz
expect jo sees: Tuesday 1 December
tuesday 10:00
expect #daily nothing
tuesday 10:00
expect #daily: This week's quiz
jo: /quiz weekly:friday
expect jo sees: quiz now posts in #daily: Fri 10:00
jo: /quiz weekly:off
expect jo sees: No more weekly rounds
friday 11:00
expect #daily nothing
# What was posted works on.
sam clicks "Take this week's round"
expect sam sees: Moment 1 of 5

# A schedule of that name that posts prompts is left alone.
jo: /schedule set name:quiz zone:Europe/Berlin
expect jo sees: quiz
expect #general: I'm Clarion
jo: /quiz weekly:monday
expect jo sees: A schedule called quiz posts prompts here
