-- The three measures of TASK.md by hand. Filled in by `sql.py`: {files} of each kind; tables `result_codes`, `bone_codes`, `bone_words`,
-- `agent_codes`, `agent_words` and `units` hold the lists of the task. $day is the day.

-- Only what may count is kept of the one large kind of file; everything after it works on few rows.
CREATE TEMP TABLE entries AS
SELECT
    regexp_extract(o.subject.reference, '[^/:]+$') AS patient,
    o.id, o.meta.lastUpdated AS changed, o.status,
    list_transform(o.identifier, lambda x: {{'system': x.system, 'value': x.value}}) AS names,
    o.code.coding[1].code AS first_code,
    c.what,
    o.effectiveDateTime, o.effectivePeriod.start AS started, o.effectiveInstant, o.issued,
    o.dataAbsentReason IS NOT NULL AS absent,
    o.valueString IS NOT NULL AS worded,
    o.valueQuantity AS measured,
    o.component
FROM {observation} AS o
JOIN result_codes AS c
    ON c.code = list_filter(o.code.coding, lambda x: x.system = 'http://loinc.org')[1].code
QUALIFY o.id IS NULL OR row_number() OVER (PARTITION BY o.id ORDER BY o.meta.lastUpdated DESC NULLS LAST) = 1;

CREATE TEMP TABLE corrections AS
SELECT patient, id, unnest(names) AS name, first_code FROM entries WHERE status IN ('corrected', 'amended');

CREATE TEMP TABLE told AS
SELECT *, coalesce(
    {day_of_date_time}, {day_of_start}, {day_of_instant}, {day_of_issued}) AS taken,
    CASE WHEN {day_of_date_time} IS NOT NULL THEN effectiveDateTime WHEN {day_of_start} IS NOT NULL THEN started
        WHEN {day_of_instant} IS NOT NULL THEN effectiveInstant ELSE issued END AS written,
    status IN ('preliminary', 'registered') AS early
FROM entries AS e
WHERE status IN ('final', 'amended', 'corrected', 'unknown', 'preliminary', 'registered')
    AND (status IN ('corrected', 'amended') OR id NOT IN (
        SELECT x.id FROM (SELECT patient, id, unnest(names) AS name, first_code FROM entries) AS x
        JOIN corrections AS c ON c.patient = x.patient AND c.name = x.name AND c.first_code = x.first_code AND c.id <> x.id));

CREATE TEMP TABLE parts AS
SELECT patient, what, taken, written, issued, changed, early, absent, worded, measured FROM told WHERE what <> 'panel'
UNION ALL
SELECT p.patient, c.what, p.taken, p.written, p.issued, p.changed, p.early, p.part.dataAbsentReason IS NOT NULL,
    p.part.valueString IS NOT NULL, p.part.valueQuantity
FROM (SELECT *, unnest(component) AS part FROM told WHERE what = 'panel') AS p
JOIN result_codes AS c
    ON c.code = list_filter(p.part.code.coding, lambda x: x.system = 'http://loinc.org')[1].code AND c.what <> 'panel';

CREATE TEMP TABLE results AS
SELECT
    t.patient, t.what, t.taken,
    CASE WHEN length(t.written) > 10 THEN t.written::TIMESTAMPTZ END AS moment,
    coalesce(t.issued, t.changed)::TIMESTAMPTZ AS issued,
    TRY_CAST(t.measured.value AS DOUBLE) AS reported,
    t.what = 'calcium' AND coalesce(c.unit, u.unit) IN ('mmol/l', 'mmol/liter', 'mmol per l') AS millimolar,
    CASE WHEN t.measured.comparator IS NULL AND json_type(t.measured.value) <> 'VARCHAR' AND TRY_CAST(t.measured.value AS DOUBLE) >= 0
            AND coalesce(c.multiplier / c.divisor = u.multiplier / u.divisor, true)
        THEN TRY_CAST(t.measured.value AS DOUBLE) * coalesce(c.multiplier, u.multiplier) / coalesce(c.divisor, u.divisor) END AS figure
FROM parts AS t
LEFT JOIN units AS c ON c.what = t.what AND c.unit = lower(t.measured.code)
LEFT JOIN units AS u ON u.what = t.what AND u.unit = lower(t.measured.unit)
WHERE t.taken <= $day
    AND (json_type(t.measured.value) <> 'NULL' OR (t.measured IS NULL AND (t.worded OR (t.early AND NOT t.absent))));

-- The newest day, the newest moment on it, and whether entries of that moment differ.
CREATE TEMP MACRO newest(found, kind) AS TABLE
WITH keyed AS (
    SELECT patient, what, taken, figure, reported, millimolar,
        {{'a': taken, 'b': coalesce(moment, '-infinity'::TIMESTAMPTZ), 'c': coalesce(issued, '-infinity'::TIMESTAMPTZ)}} AS key
    FROM query_table(found) WHERE what = kind AND figure IS NOT NULL
), best AS (
    SELECT patient, max(key) AS key FROM keyed GROUP BY patient
), chosen AS (
    SELECT k.patient, any_value(k.taken) AS taken, any_value(k.figure) AS figure, any_value(k.reported) AS reported,
        any_value(k.millimolar) AS millimolar, min(k.figure) = max(k.figure) AS sure
    FROM keyed AS k JOIN best AS b ON b.patient = k.patient AND b.key = k.key GROUP BY k.patient
), spoilt AS (
    SELECT patient, max(taken) AS taken FROM results WHERE what = kind AND figure IS NULL GROUP BY patient
)
SELECT c.patient, c.taken, c.figure, c.reported, c.millimolar
FROM chosen AS c LEFT JOIN spoilt AS s USING (patient)
WHERE c.sure AND (s.taken IS NULL OR s.taken <= c.taken);

CREATE TEMP TABLE calcium AS FROM newest('results', 'calcium');
CREATE TEMP TABLE albumin_same AS
SELECT r.* FROM results AS r JOIN calcium AS c ON c.patient = r.patient AND r.taken = c.taken WHERE r.what = 'albumin';
CREATE TEMP TABLE albumin_near AS
SELECT r.* FROM results AS r JOIN calcium AS c ON c.patient = r.patient AND abs(r.taken - c.taken) <= 1 WHERE r.what = 'albumin';
CREATE TEMP TABLE same_day AS FROM newest('albumin_same', 'albumin');
CREATE TEMP TABLE near AS FROM newest('albumin_near', 'albumin');
CREATE TEMP TABLE creatinine AS FROM newest('results', 'creatinine');
CREATE TEMP TABLE weight AS FROM newest('results', 'weight');

SET VARIABLE bones = (SELECT list({{'system': system, 'code': code}}) FROM bone_codes);
CREATE TEMP TABLE metastatic AS
SELECT DISTINCT regexp_extract(c.subject.reference, '[^/:]+$') AS patient
FROM (SELECT *, coalesce(onsetDateTime, onsetPeriod.start, recordedDate) AS written FROM {condition}) AS c
WHERE (
    list_has_any(c.code.coding, getvariable('bones'))
    OR (c.code.coding IS NULL AND lower(c.code.text) IN (FROM bone_words))
)
AND NOT list_has_any(
    coalesce(list_transform(c.verificationStatus.coding, lambda x: x.code), []),
    ['refuted', 'entered-in-error', 'unconfirmed', 'provisional', 'differential'])
AND (c.written IS NULL OR {day_of_condition} <= $day);

SET VARIABLE agents = (SELECT list({{'system': system, 'code': code}}) FROM agent_codes);
CREATE TEMP MACRO is_agent(drug) AS
    list_has_any((drug).coding, getvariable('agents')) OR ((drug).coding IS NULL AND lower((drug).text) IN (FROM agent_words));

CREATE TEMP TABLE agents_apart AS SELECT m.id FROM {medication} AS m WHERE is_agent(m.code);

CREATE TEMP TABLE treated AS
SELECT DISTINCT regexp_extract(g.reference, '[^/:]+$') AS patient FROM (
    SELECT subject.reference, medicationCodeableConcept AS drug, medicationReference.reference AS apart, contained,
        coalesce(effectiveDateTime, effectivePeriod.start) AS written
    FROM {medicationadministration} WHERE status IN ('completed', 'in-progress', 'on-hold', 'stopped')
    UNION ALL
    SELECT subject.reference, medicationCodeableConcept, medicationReference.reference, contained, authoredOn
    FROM {medicationrequest}
    WHERE status = 'active' AND coalesce(intent NOT IN ('proposal', 'plan', 'option'), true) AND NOT coalesce(doNotPerform, false)
) AS g
WHERE {day_of_agent} BETWEEN $day - 182 AND $day
AND CASE
    WHEN g.apart IS NULL THEN is_agent(g.drug)
    WHEN g.apart[1] = '#' THEN is_agent(list_filter(g.contained, lambda x: x.id = g.apart[2:])[1].code)
    ELSE regexp_extract(g.apart, '[^/:]+$') IN (FROM agents_apart)
END;

CREATE TEMP TABLE people AS
SELECT id AS patient,
    coalesce(
        list_filter(
            list_transform(
                list_filter(extension, lambda x: x.url = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex'),
                lambda x: CASE x.valueCode WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END),
            lambda x: x IS NOT NULL)[1],
        CASE WHEN gender IN ('female', 'male') THEN gender END) AS sex,
    CASE WHEN date_sub('year', born, $day) = date_sub('year', born + length - INTERVAL 1 DAY, $day) THEN date_sub('year', born, $day) END
        AS age
FROM (
    SELECT *, {day_of_birth} AS born,
        CASE length(birthDate) WHEN 4 THEN INTERVAL 1 YEAR WHEN 7 THEN INTERVAL 1 MONTH ELSE INTERVAL 1 DAY END AS length
    FROM {patient}
);

CREATE TEMP TABLE cells AS
SELECT p.patient,
    CASE WHEN c.taken >= $day - 28 THEN
        CASE WHEN c.millimolar THEN c.reported + 0.02 * (40 - coalesce(s.figure, n.figure) * 10)
        ELSE (c.figure + 0.8 * (4.0 - coalesce(s.figure, n.figure))) * 0.2495 END
    END AS calcium,
    CASE WHEN k.taken >= $day - 180 AND w.taken >= $day - 90 THEN
        (140 - p.age) * w.figure * CASE p.sex WHEN 'female' THEN 0.85 WHEN 'male' THEN 1.0 END / nullif(72 * k.figure, 0)
    END AS clearance,
    m.patient IS NOT NULL AND t.patient IS NULL AS untreated
FROM people AS p
LEFT JOIN calcium AS c USING (patient) LEFT JOIN same_day AS s USING (patient) LEFT JOIN near AS n USING (patient)
LEFT JOIN creatinine AS k USING (patient) LEFT JOIN weight AS w USING (patient)
LEFT JOIN metastatic AS m USING (patient) LEFT JOIN treated AS t USING (patient);
