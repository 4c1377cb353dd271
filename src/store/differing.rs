//! What is kept beside what it is counted from, held against each other by one statement: nothing moves in between, and nobody
//! waits for it.

/// By `key`, an expression over the columns of `kept` that makes a text, whether what is kept differs from what is counted
/// (1, or 0 where it does not): both have the same columns. A row that one of them alone has differs, and so does, on SQLite, a
/// value of another type than the one that it is to have.
pub(super) fn differing(key: &str, kept: &str, counted: &str) -> String {
    format!(
        "WITH kept AS MATERIALIZED ({kept}), counted AS MATERIALIZED ({counted}), \
         each_side AS (SELECT * FROM kept UNION ALL SELECT * FROM counted), \
         gone AS (SELECT * FROM counted EXCEPT SELECT * FROM kept), more AS (SELECT * FROM kept EXCEPT SELECT * FROM counted) \
         SELECT u.of, MAX(u.wrong) FROM (SELECT {key} AS of, 0 AS wrong FROM each_side \
         UNION ALL SELECT {key}, 1 FROM (SELECT * FROM more UNION ALL SELECT * FROM gone) t) u GROUP BY u.of"
    )
}
