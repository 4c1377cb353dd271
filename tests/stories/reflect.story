# A reflection is its author's alone: kept at once, found again in /me, shared by choice and once, gone when they say so.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily owned by ana
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
ana in #daily: /schedule set channel:#daily time:09:00 zone:Europe/Berlin days:daily
expect ana sees: daily
expect #daily: I'm Clarion … Reflect
next day 09:00
expect #daily: One small step
expect button "Reflect"

# The form says who can read it; the answer shows it to jo and to nobody else.
jo in #daily clicks "Reflect"
expect jo is asked: For you alone; you find it in /me
jo fills "For you alone; you find it in /me" with "Mira kept us **calm** @everyone" and submits
expect jo sees: Kept, for you alone … Mira kept us … calm … Only you see this
expect buttons "Share with the channel", "Change", "Delete", "All my reflections"
expect mira sees nothing
expect #daily nothing
expect nobody pinged

# Second thoughts: the box has the words so far.
jo clicks "Change"
expect jo is asked: Change your reflection
jo fills "For you alone; you find it in /me" with "Mira kept us calm." and submits
expect jo sees: Your new words are kept … Mira kept us calm.

# The next day's, and the page with both. Nothing of it is mira's.
next day 09:00
expect #daily: One small step
jo clicks "Reflect"
expect jo is asked: For you alone
jo fills "For you alone; you find it in /me" with "A smaller bet would do" and submits
expect jo sees: Kept, for you alone … A smaller bet
jo: /me
expect jo sees: What I keep for you … 2 reflections, the latest: 25 Nov 2026
jo chooses "Reflections" in "Turn to"
expect jo sees: 25 Nov 2026 … A smaller bet … 24 Nov 2026 … Mira kept us calm.
jo clicks "Search"
expect jo is asked: Search
jo fills "Words to look for; nobody else sees them" with "MIRA" and submits
expect jo sees: Your reflections with … MIRA … Mira kept us calm.
jo clicks "Show all"
expect jo sees: A smaller bet … Mira kept us calm.
mira: /me
expect mira sees: Reflections … A blank page so far
mira chooses "Reflections" in "Turn to"
expect mira sees: A blank page so far. Under each daily prompt is Reflect
expect mira sees not: calm

# Shared by choice: once, whatever the button is pressed, and with the name on it.
jo clicks "Share with the channel"
expect jo sees: Everybody in #daily will read this, with your name on it. Share it there? … A smaller bet
jo clicks "Keep it to myself"
expect jo sees: A smaller bet would do
expect #daily nothing
jo clicks "Share with the channel"
expect jo sees: Everybody in #daily will read this
jo clicks "Share it"
expect #daily: Jo … shares a reflection: … A smaller bet would do
expect buttons "Reflect"
expect jo sees: Shared. If you delete the reflection, I take it down here as well.
expect nobody pinged
jo clicks "Share it"
expect jo sees: Shared in #daily
expect #daily nothing
expect #daily 4 posts

# Deleting it takes the post down as well.
jo: /me
expect jo sees: 2 reflections
jo chooses "Reflections" in "Turn to"
expect jo sees: shared … A smaller bet
jo clicks "Keep it to myself"
expect jo sees: Shared in #daily … A smaller bet would do
jo clicks "Delete"
expect jo sees: Delete this reflection? … What you shared of it in the channel is taken down as well.
jo clicks "Keep it"
expect jo sees: A smaller bet would do
jo clicks "Delete"
expect jo sees: Delete this reflection?
jo clicks "Delete it"
expect jo sees: Deleted, and taken down from the channel.
expect #daily 3 posts
jo clicks "All my reflections"
expect jo sees: Mira kept us calm.
