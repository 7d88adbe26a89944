-- Needs suggested for contracts that people are asked about. $1: the topic of needs.
SELECT other_label AS need_id, count(*) AS count
FROM fact.reviews
WHERE topic = $1 AND other_label <> ''
GROUP BY other_label
ORDER BY other_label
