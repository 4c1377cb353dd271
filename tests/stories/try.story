# 'I'll try this': kept in the person's own words, asked about once, on the day and in the place that they chose.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
person mira is "Mira"
person sam is "Sam"
jo may manage server
jo is in #daily
jo: /schedule set zone:Europe/Berlin thread:true
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
at 09:00
expect #daily: our suggestion
expect #daily 1 thread today

mira in #daily clicks "I'll try this"
expect mira is asked: In your own words. Only you can read them
mira fills "In your own words. Only you can read them" with "Ask Sam **first**, then speak" and submits
expect mira sees: Noted, and only you can read it … Ask Sam **first**, then speak … Shall I come back to it? … I won't ask, and you find it in `/me`
expect buttons "Kept", "Learned something", "Let it go", "Delete", "All of mine"
expect #daily nothing
mira chooses "tomorrow, Tuesday 24 November" in "Which day?"
expect mira sees: Tuesday 24 November, then. I only ask once you have picked a place too.
mira chooses "In a private message" in "Where?"
expect mira sees: I will ask you once, on Tuesday 24 November at 09:00, in a private message.

# Another day, before it comes.
mira chooses "Wednesday 25 November" in "Which day?"
expect mira sees: on Wednesday 25 November at 09:00, in a private message.
tuesday 09:00
expect #daily: our suggestion
expect #daily 1 thread today
expect mira sees nothing
wednesday 09:00
expect mira gets: On Monday 23 November you noted in Harbour what you would try: … Ask Sam **first**, then speak … What became of it?
expect buttons "Kept", "Learned something", "Let it go"
expect #daily: our suggestion
expect #daily 1 thread today
mira clicks "Learned something" under "What became of it"
expect mira gets edited: Learned something. That is what a try is for.
expect no buttons

# In the prompt's thread: others can read it there, and only one is mentioned and may answer.
sam in #daily clicks "I'll try this" under "Whose quiet work"
expect sam is asked: Only you can read them
sam fills "In your own words. Only you can read them" with "Thank the night shift" and submits
expect sam sees: Noted
sam chooses "In this prompt's thread" in "Where?"
expect sam sees: Now pick a day, and I will ask once.
sam chooses "tomorrow, Thursday 26 November" in "Which day?"
expect sam sees: on Thursday 26 November at 09:00, in this prompt's thread. People there will read your words.
thursday 09:00
expect #daily thread: Sam: yesterday you noted what you would try: … Thank the night shift
expect only sam pinged
expect #daily: our suggestion
mira clicks "Kept" under "Thank the night shift"
expect mira sees: That question is for the person it names.
sam clicks "Kept" under "Thank the night shift"
expect sam sees: Kept. Good to hear.
expect #daily nothing

# What stands in the thread is taken down with what is deleted.
sam: /me
expect sam sees: What you try … Nothing open, 1 in all.
sam chooses "What you try" in "Turn to"
expect sam sees: kept … Thank the night shift
sam chooses "Thank the night shift" in "Open one"
expect sam sees: Thank the night shift … Kept.
sam clicks "Delete"
expect sam sees: Deleted, and no longer kept. It was: “Thank the night shift”

# Changed to not at all; and words that are markup stay words.
sam in #daily clicks "I'll try this"
expect sam is asked: Only you can read them
sam fills "In your own words. Only you can read them" with "**@everyone** [x](https://evil.example)" and submits
expect sam sees: Noted
sam chooses "In a private message" in "Where?"
expect sam sees: Now pick a day
sam chooses "tomorrow, Friday 27 November" in "Which day?"
expect sam sees: on Friday 27 November at 09:00, in a private message.
sam chooses "Not at all" in "Where?"
expect sam sees: Friday 27 November, then. I only ask once you have picked a place too.
friday 09:00
expect #daily: our suggestion
expect nobody pinged
sam clicks "Delete" under "everyone"
expect sam sees: Deleted, and no longer kept.
