# The answers to the quiet question, and the dial: fewer, stop, as it is; no more private messages, and some again.
strict
at 2026-11-22 12:00 Europe/Berlin
server "Harbour" with #general, #daily, #more
expect #general: Hello
jo may manage server
jo in #daily: /schedule set zone:Europe/Berlin days:daily
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
at 2026-11-23 09:00
expect #daily: our suggestion
at 2026-11-24 09:00
expect #daily: our suggestion
at 2026-11-25 09:00
expect #daily: our suggestion
at 2026-11-26 09:00
expect #daily: our suggestion
at 2026-11-27 09:00
expect #daily: our suggestion
at 2026-11-28 09:00
expect #daily: our suggestion
at 2026-11-29 09:00
expect #daily: our suggestion
at 2026-11-30 09:00
expect #daily: our suggestion
at 2026-12-01 09:00
expect #daily: our suggestion
at 2026-12-02 09:00
expect #daily: our suggestion
at 2026-12-03 09:00
expect #daily: our suggestion
expect jo gets: no button was pressed under the last ten prompts of daily

# Whoever may not manage the server any more changes nothing by it.
jo may not manage server
jo clicks "Stop the prompts"
expect jo sees: for people with the Manage Server permission
jo may manage server
jo clicks "Mondays and Thursdays" under "no button was pressed"
expect jo gets edited: daily now posts Mon, Thu.
expect buttons "No more private messages"

# A second schedule, and no week has passed: the question waits. Then it says who asked for nothing more.
jo in #more: /schedule set name:more channel:#more time:11 days:daily zone:Europe/Berlin
expect jo sees: more is new
expect #more: I'm Clarion
jo: /schedule pause name:daily
expect jo sees: daily is paused
at 2026-12-03 11:00
expect #more: our suggestion
at 2026-12-04 11:00
expect #more: our suggestion
at 2026-12-05 11:00
expect #more: our suggestion
at 2026-12-06 11:00
expect #more: our suggestion
at 2026-12-07 11:00
expect #more: our suggestion
at 2026-12-08 11:00
expect #more: our suggestion
at 2026-12-09 11:00
expect #more: our suggestion
at 2026-12-10 11:00
expect #more: our suggestion
at 2026-12-11 11:00
expect #more: our suggestion
at 2026-12-12 11:00
expect #more: our suggestion
at 2026-12-13 11:00
expect #more: our suggestion
expect jo gets: no button was pressed under the last ten prompts of more in #more
jo clicks "No more private messages" under "prompts of more"
expect jo sees: From now on I send you no private message that you did not ask for, in any server. … or with the last server where you used me.
jo clicks "Leave it as it is" under "prompts of more"
expect jo gets edited: more stays as it is, and I won't ask again.
expect buttons "No more private messages"
jo in #general: /me
expect jo sees: What you did not ask for: none, in any server.
expect button "Private messages again"
jo clicks "Private messages again"
expect jo sees: What you did not ask for: one a week at most
expect button "No more private messages"
