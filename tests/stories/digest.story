# A digest of recognition: counts and a year of weeks, once a week or once a month, and silence where there was nothing.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #thanks
channel #ideas is a forum
the server has no system channel
jo may manage server
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
person dan is "Dan"
person eva is "Eva"

# What does not go together is said, and nothing is changed.
jo: /schedule set posts:digest days:mon,fri zone:Europe/Berlin
expect jo sees: A digest comes on one day
jo: /schedule set posts:digest theme:Risk zone:Europe/Berlin
expect jo sees: A digest tells of the recognition that was given
jo: /schedule set every:month
expect jo sees: `every:` is for a digest
jo: /schedule set name:digest zone:Europe/Berlin channel:#general
expect jo sees: digest is new
expect #general: I'm Clarion
jo: /schedule set posts:digest
expect jo sees: digest posts prompts, and goes on with that
jo: /schedule remove name:digest
expect jo sees: digest is removed

# Friday at four, unless somebody says otherwise.
jo: /schedule set posts:digest zone:Europe/Berlin channel:#thanks
expect jo sees: digest is new and posts in #thanks: Fri 16:00, Europe/Berlin. … It tells how much recognition there was. … After days without any recognition nothing is posted. … The next one comes Friday 27 November at 16:00
jo: /schedule preview name:digest
expect jo sees: This is the digest as it stands now … It comes in #thanks Friday 27 November at 16:00 … nothing would be posted … Recognition · 16 to 22 Nov 2026 … A blank page
expect no files

mira: /recognize member:jo for:the handover notes strength:Going first way:expert
expect #general: thanks
expect mira sees: Counted
jo: /recognize member:mira for:the demo member2:sam way:thanks
expect #general: thanks
expect jo sees: Counted
jo: /recognize member:sam for:the slides strength:Going first strength2:Mastery of the craft way:thanks
expect #general: thanks
expect jo sees: Counted

# Two who take part without having given or got.
dan: /recognition join
expect dan sees: on the roster
eva: /recognition join
expect eva sees: on the roster

# The power goes when Discord has the digest and the bot does not know it yet: it is posted once.
power cut in the middle of the next post
friday 16:00
restart
5 minutes pass
expect #thanks: Recognition · 20 to 26 Nov 2026 … 3 recognitions by 2 people, each of them for the first time. … What people named in each other: Going first (2), Mastery of the craft (1). … Counted, not ranked.
expect file "year.png" described: Recognition in this server, week by week. A strip of 53 weeks, those that begin on 24 Nov 2025 to 23 Nov 2026: 3 in all, in 1 of them.
expect buttons "Thank someone", "Who gives"
expect #thanks 1 post on 2026-11-27
expect nobody pinged
sam clicks "Who gives"
expect sam sees: 3 recognitions by 2 people
mira clicks "Thank someone"
expect mira sees: Whom would you like to thank?

# Nothing in a week: nothing is posted, and whoever looks is told why.
at 2026-12-04 16:30
expect #thanks nothing
jo: /schedule show
expect jo sees: Fri 16:00 … Tells how much recognition there was … Today: not posted: there was no recognition in those days … Friday 27 November: posted
# Whoever asks for one more gets it all the same.
jo: /schedule now name:digest
expect jo sees: A digest is on its way to #thanks
expect #thanks: Recognition · 27 Nov to 3 Dec 2026 … A blank page for these days.
expect no files

# By the month: on the first Friday, of the month before. In a forum it is a thread.
jo: /schedule set name:digest every:month channel:#ideas
expect jo sees: digest now posts in #ideas: the first Fri of each month, 16:00, Europe/Berlin. … begins a new thread with each digest … The next one comes Friday 1 January 2027 at 16:00
sam: /recognize member:mira for:the retro way:thanks
expect #general: thanks
expect sam sees: Counted
jo: /schedule skip name:digest date:11 December
expect jo sees: is none of the days of digest (the first Fri of each month)
# With four on the roster, who that was would be no secret: the total is all there is.
eva: /recognition leave
expect eva sees: off the roster
at 2027-01-01 16:00
expect #ideas thread: Recognition · December 2026 … 1 recognition. … With fewer than 5 people on the roster, other numbers would tell on them, so this is all.
expect buttons "Thank someone"
expect no files
