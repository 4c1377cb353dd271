# A server's own data: how long words are kept, what was given there as a file that no spreadsheet runs, and the end of it all.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily owned by ana
expect #general: Hello, I'm Clarion
person ana is "Ana"
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"

# It is for whoever manages the server.
mira: /server-data export format:table (CSV)
expect refused: /server-data is not offered to this person

ana in #daily: /server-data export format:table (CSV)
expect ana sees: No recognition is in it: none was given here by anybody who does not pause.
expect file "recognition.csv": Not for reviews of people … id,given_at,date,channel,from,from_name,to,to_names,people,words,strengths,ended

# Words that would be a cell of their own wherever semicolons separate columns, and run there.
mira in #daily: /recognize member:jo for:the plan;=1+cmd|' /C calc'!A1;y strength:Going first way:thanks
expect #daily: Mira … thanks … Jo … the plan
expect mira sees: Counted
jo in #daily: /recognize member:mira for:for your ears quiet:true way:thanks
expect mira gets: for your ears
expect jo sees: Counted
sam in #daily: /recognize member:mira for:the calm handover way:thanks
expect #daily: Sam … thanks … Mira … the calm handover
expect sam sees: Counted
tuesday 10:00
ana: /server-data export format:table (CSV)
expect ana sees: 3 recognitions that were given here … It is not for reviews of people … Quiet and hidden ones … with the comma as separator and every column as text
expect file "recognition.csv": "Sam" … "Mira","1","the calm handover","",""\n … "Jo","","","1","","",""\n … "Mira" … "Jo","1","the plan;'=1+cmd|' /C calc'!A1;y","Going first",""\n
ana: /server-data export format:JSON
expect ana sees: 3 recognitions … It is not for reviews of people
expect file "recognition.json": Not for reviews of people … "from_name": "Sam" … "words": "the calm handover" … "words": "the plan;=1+cmd|' /C calc'!A1;y"
ana: /server-data export format:JSON before:yesterday
expect ana sees: No recognition is in it: none was given here before
ana: /server-data export format:JSON before:today
expect ana sees: 3 recognitions
ana: /server-data export format:JSON before:soon
expect ana sees: can't read ‘soon’ as a date

# Words for a time: what was counted stays.
ana: /recognition settings
expect ana sees: Words … are kept for as long as I am here
ana chooses "Delete the words after 90 days" in "How long words are kept"
expect ana sees: Words … are deleted after 90 days
ana clicks "Other numbers"
expect ana is asked: Days that words are kept
ana fills "Days that words are kept (empty: no end)" with "3" and submits
expect ana sees: Nothing was changed
ana chooses "Keep the words" in "How long words are kept"
expect ana sees: Words … are kept for as long as I am here
ana clicks "Other numbers"
expect ana is asked: Days that words are kept
ana fills "Days that words are kept (empty: no end)" with "14" and submits
expect ana sees: Words … are deleted after 14 days … what waits for its private message, until that is sent, for 35 days at most
mira: /privacy show
expect mira sees: are deleted after 14 days … What waits for its private message stays until that is sent, for 35 days at most
at 2026-12-09 12:00
ana: /server-data export format:table (CSV)
expect ana sees: 3 recognitions
expect file "recognition.csv": "Sam" … "Mira","1","","",""\n … "Mira" … "Jo","1","","Going first",""\n
jo: /recognition givers period:all
expect jo sees: 3 recognitions by 3 people

# The end of it: asked once, and then nothing is left but that I am here.
ana: /server-data erase
expect ana sees: Erase everything of this server? … What goes … all recognition … What stays
expect buttons "Erase", "Keep everything"
ana clicks "Keep everything"
expect ana sees: Everything stays as it is.
ana: /server-data erase
expect ana sees: Erase everything of this server?
ana clicks "Erase"
expect ana sees: Erased: everything of this server … All that I keep is that I am here
jo: /recognition givers period:all
expect jo sees: A blank page so far
ana: /server-data export format:table (CSV)
expect ana sees: No recognition is in it: none was given here
ana: /recognition settings
expect ana sees: Words … are kept for as long as I am here
mira: /privacy show
expect mira sees: in this server I don't know you
# What was posted stays in its channel.
expect #daily 2 posts
