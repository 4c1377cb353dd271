# Whatever happens in between, a reflection is kept once it was said to be, and shared once.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily owned by ana
expect #general: Hello, I'm Clarion
person jo is "Jo"
ana in #daily: /schedule set channel:#daily time:09:00 zone:Europe/Berlin days:daily
expect ana sees: daily
expect #daily: I'm Clarion
next day 09:00
expect #daily: One small step

# The store is slow, and the answer is deferred, in private.
jo in #daily clicks "Reflect"
expect jo is asked: For you alone
store is locked for 3 seconds
jo fills "For you alone; you find it in /me" with "patience" and submits
expect jo sees: Kept, for you alone … patience
expect #daily nothing

# Nothing leaves the machine when it is shared, and then its power fails: it comes after the restart, once.
jo clicks "Share with the channel"
expect jo sees: Everybody in #daily will read this
discord loses every request
jo clicks "Share it"
expect jo is left without an answer
power cut
discord is well again
restart
10 minutes pass
expect #daily: Jo … shares a reflection: … patience
expect nobody pinged
expect #daily 3 posts
jo clicks "Share it"
expect jo sees: Shared in #daily
expect #daily nothing

# Where the bot no longer gets at the post, the words are deleted all the same, and jo hears where the post still is.
jo clicks "Keep it to myself"
expect jo sees: Shared in #daily … patience
bot lacks "View Channels" in #daily
jo clicks "Delete"
expect jo sees: Delete this reflection?
jo clicks "Delete it"
expect jo sees: Deleted. What you shared is still in #daily … Somebody with Manage Messages can
expect #daily 3 posts
bot may "View Channels" in #daily

# Who may not write there keeps it to themselves.
jo clicks "Reflect" under "our suggestion"
expect jo is asked: For you alone
jo fills "For you alone; you find it in /me" with "a quiet one" and submits
expect jo sees: Kept, for you alone … a quiet one
jo may not "Send Messages" in #daily
jo clicks "Share with the channel" under "a quiet one"
expect jo sees: You can read this channel but not write in it
expect #daily nothing
