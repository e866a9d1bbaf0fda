CREATE FUNCTION audit_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'rows of audit are only appended'; END $$;
CREATE TABLE accounts (
    key integer NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    made_at character varying NOT NULL,
    made_by text NOT NULL,
    disabled_at character varying
);
CREATE SEQUENCE accounts_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE accounts_key_seq OWNED BY accounts.key;
CREATE TABLE actors (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
COMMENT ON TABLE alembic_version IS 'mahdar archive';
CREATE TABLE attempts (
    who character varying NOT NULL,
    failures integer NOT NULL,
    last_at character varying NOT NULL
);
CREATE TABLE audit (
    key integer NOT NULL,
    at character varying NOT NULL,
    by text NOT NULL,
    act character varying NOT NULL,
    object text NOT NULL,
    detail text NOT NULL,
    digest character varying(64) NOT NULL
);
CREATE SEQUENCE audit_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE audit_key_seq OWNED BY audit.key;
CREATE TABLE chain_sides (
    id character varying NOT NULL,
    side character varying NOT NULL,
    i integer NOT NULL,
    entity character varying NOT NULL
);
CREATE TABLE chains (
    id character varying NOT NULL,
    area character varying NOT NULL,
    status character varying NOT NULL,
    by_rule character varying,
    decided integer
);
CREATE TABLE commitments (
    report integer NOT NULL,
    n integer NOT NULL,
    kind character varying NOT NULL,
    area character varying NOT NULL,
    quantity text,
    deadline character varying,
    condition text,
    status character varying NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    confidence double precision
);
CREATE TABLE copies (
    copy integer NOT NULL,
    original integer NOT NULL,
    kind character varying NOT NULL
);
CREATE TABLE copy_keys (
    copy_key bigint NOT NULL,
    report integer NOT NULL
);
CREATE TABLE counted (
    part character varying NOT NULL,
    lines bigint NOT NULL
);
CREATE TABLE decisions (
    key integer NOT NULL,
    verdict character varying NOT NULL,
    a character varying,
    b character varying,
    undoes integer,
    by text NOT NULL,
    at character varying NOT NULL,
    why text NOT NULL,
    status character varying
);
CREATE SEQUENCE decisions_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE decisions_key_seq OWNED BY decisions.key;
CREATE TABLE documents (
    key bigint NOT NULL,
    report integer NOT NULL,
    part character varying NOT NULL,
    n integer NOT NULL,
    first_day character varying,
    last_day character varying,
    title text NOT NULL,
    body text NOT NULL,
    outlet text NOT NULL,
    party text NOT NULL,
    place text NOT NULL,
    kind text NOT NULL,
    lexemes tsvector NOT NULL
)
WITH (toast_tuple_target='128');
ALTER TABLE ONLY documents ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE ONLY documents ALTER COLUMN lexemes SET COMPRESSION lz4;
CREATE TABLE engagements (
    report integer NOT NULL,
    n integer NOT NULL,
    kind character varying NOT NULL,
    host character varying,
    date character varying,
    first_day character varying,
    last_day character varying,
    place character varying,
    topics text NOT NULL,
    status character varying NOT NULL,
    historical boolean NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    confidence double precision
);
CREATE TABLE entities (
    id character varying NOT NULL,
    kind character varying NOT NULL,
    name text NOT NULL,
    name_en text
);
CREATE TABLE entity_names (
    name integer NOT NULL,
    entity character varying NOT NULL,
    times integer NOT NULL,
    longest integer DEFAULT 0 NOT NULL
);
CREATE TABLE entity_roles (
    entity character varying NOT NULL,
    role text NOT NULL,
    times integer NOT NULL
);
CREATE TABLE event_accounts (
    id character varying NOT NULL,
    status character varying NOT NULL,
    place character varying,
    independent integer NOT NULL,
    first_day character varying,
    last_day character varying
);
CREATE TABLE event_parties (
    id character varying NOT NULL,
    i integer NOT NULL,
    entity character varying NOT NULL
);
CREATE TABLE event_versions (
    id character varying NOT NULL,
    i integer NOT NULL,
    field character varying NOT NULL,
    value text NOT NULL,
    value_en text NOT NULL,
    reports text NOT NULL,
    announced boolean NOT NULL,
    agrees boolean NOT NULL
);
CREATE TABLE events (
    id character varying NOT NULL,
    kind character varying NOT NULL,
    date character varying
);
CREATE TABLE failures (
    "where" text NOT NULL,
    error character varying NOT NULL,
    found text NOT NULL,
    expected text NOT NULL,
    remedy text NOT NULL,
    at character varying NOT NULL
);
CREATE TABLE feeds (
    url text NOT NULL,
    etag text,
    modified text,
    asked_at character varying NOT NULL
);
CREATE TABLE fetched (
    url text NOT NULL,
    at character varying NOT NULL
);
CREATE TABLE figure_series (
    n integer NOT NULL,
    what text NOT NULL,
    unit character varying NOT NULL,
    kind character varying NOT NULL,
    disputed boolean NOT NULL,
    independent integer NOT NULL,
    first_day character varying,
    last_day character varying
);
CREATE TABLE figures (
    report integer NOT NULL,
    n integer NOT NULL,
    value double precision NOT NULL,
    unit character varying NOT NULL,
    of character varying,
    approximate boolean NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE identities (
    key integer NOT NULL,
    id character varying NOT NULL,
    kind character varying NOT NULL,
    report integer NOT NULL,
    item character varying,
    entity character varying NOT NULL,
    step character varying
);
CREATE SEQUENCE identities_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE identities_key_seq OWNED BY identities.key;
CREATE TABLE incidents (
    report integer NOT NULL,
    n integer NOT NULL,
    type character varying NOT NULL,
    mode character varying,
    date character varying,
    first_day character varying,
    last_day character varying,
    place character varying,
    killed bigint,
    injured bigint,
    status character varying NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    confidence double precision
);
CREATE TABLE known (
    entity character varying NOT NULL,
    state character varying,
    source character varying,
    kind character varying,
    lat double precision,
    lon double precision,
    approximate boolean NOT NULL
);
CREATE TABLE link_notes (
    report integer NOT NULL,
    notes bytea NOT NULL
);
CREATE TABLE link_state (
    name character varying NOT NULL,
    value text NOT NULL
);
CREATE TABLE linked (
    report integer NOT NULL,
    record integer NOT NULL
);
CREATE TABLE links (
    a character varying NOT NULL,
    b character varying NOT NULL,
    kind character varying NOT NULL,
    score double precision NOT NULL,
    reason text NOT NULL,
    waiting boolean NOT NULL
);
CREATE TABLE meetings (
    entity character varying NOT NULL,
    other character varying NOT NULL,
    events integer NOT NULL,
    last_day character varying NOT NULL
);
CREATE TABLE mentions (
    report integer NOT NULL,
    n integer NOT NULL,
    type character varying NOT NULL,
    party character varying NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE name_words (
    key integer NOT NULL,
    kind character varying NOT NULL,
    word text NOT NULL
);
CREATE SEQUENCE name_words_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE name_words_key_seq OWNED BY name_words.key;
CREATE TABLE named (
    entity character varying NOT NULL,
    kind character varying NOT NULL,
    reports integer NOT NULL,
    mentions integer NOT NULL,
    first_day character varying,
    last_day character varying,
    latin text,
    type character varying DEFAULT ''::character varying NOT NULL,
    newest text DEFAULT '[]'::text NOT NULL
);
CREATE TABLE names (
    key integer NOT NULL,
    name text NOT NULL,
    folded text NOT NULL,
    sound text NOT NULL
);
CREATE TABLE names_by_word (
    word integer NOT NULL,
    name integer NOT NULL
);
CREATE SEQUENCE names_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE names_key_seq OWNED BY names.key;
CREATE TABLE office_reports (
    n integer NOT NULL,
    i integer NOT NULL,
    report integer NOT NULL,
    party character varying NOT NULL,
    day character varying,
    role text NOT NULL,
    standing character varying NOT NULL
);
CREATE TABLE office_roles (
    role text NOT NULL,
    words text NOT NULL
);
CREATE TABLE offices (
    n integer NOT NULL,
    office text NOT NULL,
    person character varying NOT NULL,
    role text NOT NULL,
    of character varying,
    state character varying,
    seat character varying,
    speaks boolean NOT NULL,
    first_seen character varying,
    last_seen character varying,
    since character varying,
    until character varying,
    first_day character varying,
    last_day character varying
);
CREATE TABLE originals (
    report integer NOT NULL,
    media character varying NOT NULL,
    encoding character varying NOT NULL,
    facts text NOT NULL,
    runs bytea NOT NULL,
    data bytea NOT NULL
);
CREATE TABLE participants (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE parties (
    report integer NOT NULL,
    party character varying NOT NULL,
    n integer NOT NULL,
    type character varying NOT NULL,
    name text NOT NULL,
    folded text NOT NULL,
    role text,
    of character varying,
    mentions integer NOT NULL,
    confidence double precision
);
CREATE TABLE party_names (
    report integer NOT NULL,
    party character varying NOT NULL,
    n integer NOT NULL,
    name integer NOT NULL
);
CREATE TABLE perpetrators (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE place_months (
    place character varying NOT NULL,
    part character varying NOT NULL,
    kind character varying NOT NULL,
    first_month character varying NOT NULL,
    last_month character varying NOT NULL,
    lines integer NOT NULL
);
CREATE TABLE recipients (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE records (
    key integer NOT NULL,
    report integer NOT NULL,
    reader character varying NOT NULL,
    record text NOT NULL,
    read_at character varying NOT NULL
);
CREATE SEQUENCE records_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE records_key_seq OWNED BY records.key;
CREATE TABLE reports (
    key integer NOT NULL,
    id character varying NOT NULL,
    given_id character varying NOT NULL,
    content_hash character varying(64) NOT NULL,
    text text NOT NULL,
    title text,
    date character varying,
    url text,
    outlet text,
    path text,
    added_at character varying NOT NULL,
    day character varying,
    first_day character varying,
    last_day character varying
);
ALTER TABLE ONLY reports ALTER COLUMN text SET COMPRESSION lz4;
CREATE SEQUENCE reports_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE reports_key_seq OWNED BY reports.key;
CREATE TABLE reprints (
    key integer NOT NULL,
    report integer NOT NULL,
    id character varying NOT NULL,
    path text NOT NULL,
    url text,
    outlet text,
    title text,
    date character varying,
    kind character varying NOT NULL,
    share double precision NOT NULL,
    text bytea,
    seen_at character varying NOT NULL
);
CREATE SEQUENCE reprints_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE reprints_key_seq OWNED BY reprints.key;
CREATE TABLE reviewed (
    record integer NOT NULL,
    base integer NOT NULL,
    review integer NOT NULL
);
CREATE TABLE reviewed_counts (
    report integer NOT NULL,
    review integer NOT NULL,
    base integer NOT NULL,
    counts text NOT NULL
);
CREATE TABLE reviewed_lines (
    report integer NOT NULL,
    part character varying NOT NULL,
    item character varying NOT NULL,
    n integer,
    state character varying NOT NULL,
    fields text NOT NULL,
    conflict boolean NOT NULL,
    final boolean NOT NULL,
    changed boolean NOT NULL,
    unmatched boolean NOT NULL,
    by text NOT NULL,
    at character varying NOT NULL
);
CREATE TABLE reviews (
    key integer NOT NULL,
    report integer NOT NULL,
    part character varying NOT NULL,
    act character varying NOT NULL,
    start integer,
    "end" integer,
    kind character varying,
    fields text NOT NULL,
    told text NOT NULL,
    reader character varying NOT NULL,
    answers integer,
    by text NOT NULL,
    at character varying NOT NULL,
    why text NOT NULL
);
CREATE SEQUENCE reviews_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE reviews_key_seq OWNED BY reviews.key;
CREATE TABLE seals (
    seal character varying(64) NOT NULL,
    withdrawal integer NOT NULL,
    part character varying NOT NULL
);
CREATE TABLE search_state (
    name character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE searches (
    name text NOT NULL,
    words text NOT NULL,
    parts character varying NOT NULL,
    since character varying,
    until character varying,
    outlet text,
    party text,
    seen integer NOT NULL,
    saved_at character varying NOT NULL,
    looked_at character varying NOT NULL
);
CREATE TABLE secrets (
    name character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE series_points (
    n integer NOT NULL,
    i integer NOT NULL,
    report integer NOT NULL,
    number integer NOT NULL,
    day character varying,
    value double precision NOT NULL,
    high double precision,
    bound character varying NOT NULL,
    by text NOT NULL,
    copy_of integer,
    disputed boolean NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE sessions (
    id character varying(64) NOT NULL,
    account integer NOT NULL,
    token integer NOT NULL,
    made_at character varying NOT NULL,
    seen_at character varying NOT NULL,
    expires_at character varying NOT NULL
);
CREATE TABLE sightings (
    report integer NOT NULL,
    id character varying NOT NULL,
    path text NOT NULL,
    seen_at character varying NOT NULL
);
CREATE TABLE skipped (
    report integer NOT NULL,
    n integer NOT NULL,
    what character varying NOT NULL,
    why text NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE speakers (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE statements (
    report integer NOT NULL,
    n integer NOT NULL,
    form character varying NOT NULL,
    act character varying NOT NULL,
    cue_start integer,
    cue_end integer,
    start integer NOT NULL,
    "end" integer NOT NULL,
    confidence double precision
);
CREATE TABLE states (
    entity character varying NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    names text NOT NULL
);
CREATE TABLE targets (
    report integer NOT NULL,
    n integer NOT NULL,
    i integer NOT NULL,
    party character varying NOT NULL
);
CREATE TABLE tokens (
    key integer NOT NULL,
    id character varying NOT NULL,
    account integer NOT NULL,
    label text NOT NULL,
    hash text NOT NULL,
    made_at character varying NOT NULL,
    expires_at character varying,
    revoked_at character varying,
    used_at character varying
);
CREATE SEQUENCE tokens_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE tokens_key_seq OWNED BY tokens.key;
CREATE TABLE told (
    entity character varying NOT NULL,
    kind character varying NOT NULL,
    reports integer NOT NULL,
    lines integer NOT NULL,
    first_day character varying,
    last_day character varying,
    dates integer DEFAULT 0 NOT NULL
);
CREATE TABLE unkeyed (
    report integer NOT NULL
);
CREATE TABLE unlisted (
    report integer NOT NULL,
    at character varying NOT NULL
);
CREATE TABLE withdrawals (
    key integer NOT NULL,
    at character varying NOT NULL,
    by text NOT NULL,
    why text NOT NULL,
    kind character varying NOT NULL,
    reports integer NOT NULL
);
CREATE SEQUENCE withdrawals_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE withdrawals_key_seq OWNED BY withdrawals.key;
ALTER TABLE ONLY accounts ALTER COLUMN key SET DEFAULT nextval('accounts_key_seq'::regclass);
ALTER TABLE ONLY audit ALTER COLUMN key SET DEFAULT nextval('audit_key_seq'::regclass);
ALTER TABLE ONLY decisions ALTER COLUMN key SET DEFAULT nextval('decisions_key_seq'::regclass);
ALTER TABLE ONLY identities ALTER COLUMN key SET DEFAULT nextval('identities_key_seq'::regclass);
ALTER TABLE ONLY name_words ALTER COLUMN key SET DEFAULT nextval('name_words_key_seq'::regclass);
ALTER TABLE ONLY names ALTER COLUMN key SET DEFAULT nextval('names_key_seq'::regclass);
ALTER TABLE ONLY records ALTER COLUMN key SET DEFAULT nextval('records_key_seq'::regclass);
ALTER TABLE ONLY reports ALTER COLUMN key SET DEFAULT nextval('reports_key_seq'::regclass);
ALTER TABLE ONLY reprints ALTER COLUMN key SET DEFAULT nextval('reprints_key_seq'::regclass);
ALTER TABLE ONLY reviews ALTER COLUMN key SET DEFAULT nextval('reviews_key_seq'::regclass);
ALTER TABLE ONLY tokens ALTER COLUMN key SET DEFAULT nextval('tokens_key_seq'::regclass);
ALTER TABLE ONLY withdrawals ALTER COLUMN key SET DEFAULT nextval('withdrawals_key_seq'::regclass);
INSERT INTO actors VALUES
	(1, 0, 0, 'p1'),
	(2, 0, 0, 'p1'),
	(3, 0, 0, 'p1');
INSERT INTO alembic_version VALUES
	('0017');
INSERT INTO commitments VALUES
	(1, 0, 'pledge', 'training', '6', NULL, NULL, 'stated', 114, 128, NULL),
	(2, 0, 'pledge', 'training', '7', NULL, NULL, 'stated', 109, 123, NULL),
	(3, 0, 'pledge', 'training', '8', NULL, NULL, 'stated', 112, 126, NULL);
INSERT INTO counted VALUES
	('reports', 3),
	('parties', 12),
	('party_names', 15),
	('mentions', 9),
	('engagements', 3),
	('participants', 6),
	('statements', 3),
	('speakers', 3),
	('commitments', 3),
	('actors', 3),
	('recipients', 3),
	('incidents', 3),
	('perpetrators', 3),
	('targets', 3),
	('figures', 3),
	('skipped', 3);
INSERT INTO documents VALUES
	(1, 1, 'report', 0, '2011-02-02', '2011-02-02', 'لقاء رقم 1', 'التقي الوزير نادر بن عماره في العراق السفير ليث المرزوقي وقال نادر بن عماره ان الدعم لالعراق مستمر برقم 1 ووعد بتدريب 6 جنديا من شبكه اخبار العراق المشاورات سياسي مشترك عسكري كان مدينه الاتفاق سياسي الحدود كان جديد الامن مشترك خلال قريه الاتفاق من الحدود الحدود الحدود الامن كان مدينه جديد الحدود مهم قريه مشترك سياسي قريه علي قريه قريه وطني حول الحدود زياره الاتفاق الدعم حول المشاورات الي كبير جديد كبير الجنود بين حول سياسي كبير لقاء المياه عسكري يوم لقاء زياره الدعم في في المساعدات', 'وكاله 1', 'نادر بن عماره ـ عماره ـ الوزير ـ ليث المرزوقي ـ السفير ـ العراق ـ شبكه اخبار العراق', 'العراق', 'ـ report statement engagement commitment assert meeting security bilateral pledge training', '''1'':3,24 ''6'':27 ''k:assert'':6 ''k:bilateral'':9 ''k:commitment'':5 ''k:engagement'':4 ''k:meeting'':7 ''k:pledge'':10 ''k:report'':2 ''k:security'':8 ''k:statement'':3 ''k:training'':11 ''k:ـ'':1 ''l:العراق'':1 ''o:1'':2 ''o:وكاله'':1 ''p:اخبار'':17 ''p:السفير'':12 ''p:العراق'':14,18 ''p:المرزوقي'':10 ''p:الوزير'':7 ''p:بن'':2 ''p:شبكه'':16 ''p:عماره'':3,5 ''p:ـ'':4,6,8,11,13,15 ''p:ليث'':9 ''p:نادر'':1 ''t:1'':3 ''t:رقم'':2 ''t:لقاء'':1 ''اخبار'':31 ''الاتفاق'':39,48,70 ''الامن'':44,53 ''التقي'':5 ''الجنود'':78 ''الحدود'':41,50,51,52,57,68 ''الدعم'':20,71,89 ''السفير'':12 ''العراق'':11,32 ''المرزوقي'':14 ''المساعدات'':92 ''المشاورات'':33,73 ''المياه'':84 ''الوزير'':6 ''الي'':74 ''ان'':19 ''بتدريب'':26 ''برقم'':23 ''بن'':8,17 ''بين'':79 ''جديد'':43,56,76 ''جنديا'':28 ''حول'':67,72,80 ''خلال'':46 ''رقم'':2 ''زياره'':69,88 ''سياسي'':34,40,61,81 ''شبكه'':30 ''عسكري'':36,85 ''علي'':63 ''عماره'':9,18 ''في'':10,90,91 ''قريه'':47,59,62,64,65 ''كان'':37,42,54 ''كبير'':75,77,82 ''لالعراق'':21 ''لقاء'':1,83,87 ''ليث'':13 ''مدينه'':38,55 ''مستمر'':22 ''مشترك'':35,45,60 ''من'':29,49 ''مهم'':58 ''نادر'':7,16 ''وطني'':66 ''وقال'':15 ''ووعد'':25 ''يوم'':86'),
	(2, 1, 'statement', 0, '2011-02-02', '2011-02-02', '', 'الدعم لالعراق مستمر برقم 1', 'وكاله 1', 'نادر بن عماره ـ عماره ـ الوزير', '', 'ـ statement assert indirect', '''1'':6 ''k:assert'':3 ''k:indirect'':4 ''k:statement'':2 ''k:ـ'':1 ''o:1'':2 ''o:وكاله'':1 ''p:الوزير'':7 ''p:بن'':2 ''p:عماره'':3,5 ''p:ـ'':4,6 ''p:نادر'':1 ''الدعم'':2 ''برقم'':5 ''لالعراق'':3 ''مستمر'':4'),
	(3, 1, 'engagement', 0, '2014-01-01', '2014-12-31', '', 'التقي الوزير نادر بن عماره في العراق السفير ليث المرزوقي', 'وكاله 1', 'نادر بن عماره ـ عماره ـ الوزير ـ ليث المرزوقي ـ السفير', 'العراق', 'ـ engagement meeting held security bilateral', '''k:bilateral'':6 ''k:engagement'':2 ''k:held'':4 ''k:meeting'':3 ''k:security'':5 ''k:ـ'':1 ''l:العراق'':1 ''o:1'':2 ''o:وكاله'':1 ''p:السفير'':12 ''p:المرزوقي'':10 ''p:الوزير'':7 ''p:بن'':2 ''p:عماره'':3,5 ''p:ـ'':4,6,8,11 ''p:ليث'':9 ''p:نادر'':1 ''التقي'':2 ''السفير'':9 ''العراق'':8 ''المرزوقي'':11 ''الوزير'':3 ''بن'':5 ''عماره'':6 ''في'':7 ''ليث'':10 ''نادر'':4'),
	(4, 1, 'commitment', 0, '2011-02-02', '2011-02-02', '', 'بتدريب 6 جنديا', 'وكاله 1', 'نادر بن عماره ـ عماره ـ الوزير ـ شبكه اخبار العراق', '', 'ـ commitment pledge training stated', '''6'':3 ''k:commitment'':2 ''k:pledge'':3 ''k:stated'':5 ''k:training'':4 ''k:ـ'':1 ''o:1'':2 ''o:وكاله'':1 ''p:اخبار'':10 ''p:العراق'':11 ''p:الوزير'':7 ''p:بن'':2 ''p:شبكه'':9 ''p:عماره'':3,5 ''p:ـ'':4,6,8 ''p:نادر'':1 ''بتدريب'':2 ''جنديا'':4'),
	(5, 2, 'report', 0, '2012-03-03', '2012-03-03', 'لقاء رقم 2', 'التقي الوزير سالم الوادي في العراق السفير مراد الحصري وقال سالم الوادي ان الدعم لالعراق مستمر برقم 2 ووعد بتدريب 7 جنديا من شبكه اخبار العراق الطاقه بين امس مدينه المياه الطاقه جديد لقاء كبير في مشترك كبير خلال المياه الحدود في وطني من كان جديد مهم الطاقه الدعم يوم قريه الحدود الدعم من الدعم البلدان كبير كبير في كبير الدعم مشترك زياره مهم في علي في مشترك الطاقه لقاء وطني مهم يوم سياسي خلال سياسي كبير كبير علي وطني وطني علي وطني سياسي قريه من', 'وكاله 2', 'سالم الوادي ـ الوادي ـ الوزير ـ مراد الحصري ـ السفير ـ العراق ـ شبكه اخبار العراق', 'العراق', 'ـ report statement engagement commitment assert meeting security bilateral pledge training', '''2'':3,22 ''7'':25 ''k:assert'':6 ''k:bilateral'':9 ''k:commitment'':5 ''k:engagement'':4 ''k:meeting'':7 ''k:pledge'':10 ''k:report'':2 ''k:security'':8 ''k:statement'':3 ''k:training'':11 ''k:ـ'':1 ''l:العراق'':1 ''o:2'':2 ''o:وكاله'':1 ''p:اخبار'':16 ''p:الحصري'':9 ''p:السفير'':11 ''p:العراق'':13,17 ''p:الوادي'':2,4 ''p:الوزير'':6 ''p:سالم'':1 ''p:شبكه'':15 ''p:ـ'':3,5,7,10,12,14 ''p:مراد'':8 ''t:2'':3 ''t:رقم'':2 ''t:لقاء'':1 ''اخبار'':29 ''البلدان'':60 ''التقي'':5 ''الحدود'':45,56 ''الحصري'':13 ''الدعم'':18,53,57,59,65 ''السفير'':11 ''الطاقه'':31,36,52,73 ''العراق'':10,30 ''المياه'':35,44 ''الوادي'':8,16 ''الوزير'':6 ''امس'':33 ''ان'':17 ''بتدريب'':24 ''برقم'':21 ''بين'':32 ''جديد'':37,50 ''جنديا'':26 ''خلال'':43,79 ''رقم'':2 ''زياره'':67 ''سالم'':7,15 ''سياسي'':78,80,88 ''شبكه'':28 ''علي'':70,83,86 ''في'':9,40,46,63,69,71 ''قريه'':55,89 ''كان'':49 ''كبير'':39,42,61,62,64,81,82 ''لالعراق'':19 ''لقاء'':1,38,74 ''مدينه'':34 ''مراد'':12 ''مستمر'':20 ''مشترك'':41,66,72 ''من'':27,48,58,90 ''مهم'':51,68,76 ''وطني'':47,75,84,85,87 ''وقال'':14 ''ووعد'':23 ''يوم'':54,77'),
	(6, 2, 'statement', 0, '2012-03-03', '2012-03-03', '', 'الدعم لالعراق مستمر برقم 2', 'وكاله 2', 'سالم الوادي ـ الوادي ـ الوزير', '', 'ـ statement assert indirect', '''2'':6 ''k:assert'':3 ''k:indirect'':4 ''k:statement'':2 ''k:ـ'':1 ''o:2'':2 ''o:وكاله'':1 ''p:الوادي'':2,4 ''p:الوزير'':6 ''p:سالم'':1 ''p:ـ'':3,5 ''الدعم'':2 ''برقم'':5 ''لالعراق'':3 ''مستمر'':4'),
	(7, 2, 'engagement', 0, '2014-06-01', '2014-06-30', '', 'التقي الوزير سالم الوادي في العراق السفير مراد الحصري', 'وكاله 2', 'سالم الوادي ـ الوادي ـ الوزير ـ مراد الحصري ـ السفير', 'العراق', 'ـ engagement meeting held security bilateral', '''k:bilateral'':6 ''k:engagement'':2 ''k:held'':4 ''k:meeting'':3 ''k:security'':5 ''k:ـ'':1 ''l:العراق'':1 ''o:2'':2 ''o:وكاله'':1 ''p:الحصري'':9 ''p:السفير'':11 ''p:الوادي'':2,4 ''p:الوزير'':6 ''p:سالم'':1 ''p:ـ'':3,5,7,10 ''p:مراد'':8 ''التقي'':2 ''الحصري'':10 ''السفير'':8 ''العراق'':7 ''الوادي'':5 ''الوزير'':3 ''سالم'':4 ''في'':6 ''مراد'':9'),
	(8, 2, 'commitment', 0, '2012-03-03', '2012-03-03', '', 'بتدريب 7 جنديا', 'وكاله 2', 'سالم الوادي ـ الوادي ـ الوزير ـ شبكه اخبار العراق', '', 'ـ commitment pledge training stated', '''7'':3 ''k:commitment'':2 ''k:pledge'':3 ''k:stated'':5 ''k:training'':4 ''k:ـ'':1 ''o:2'':2 ''o:وكاله'':1 ''p:اخبار'':9 ''p:العراق'':10 ''p:الوادي'':2,4 ''p:الوزير'':6 ''p:سالم'':1 ''p:شبكه'':8 ''p:ـ'':3,5,7 ''بتدريب'':2 ''جنديا'':4'),
	(9, 3, 'report', 0, '2013-04-04', '2013-04-04', 'لقاء رقم 3', 'التقي الوزير نادر بن عماره في بغداد السفير ليث المرزوقي وقال نادر بن عماره ان الدعم لبغداد مستمر برقم 3 ووعد بتدريب 8 جنديا من حركه الفجر في عسكري الشرطه الامن عسكري امس قريه الجنود عسكري عسكري لقاء الاقتصاد قريه الاقتصاد مهم كان الامن الشرطه الطاقه المياه بين الحدود خلال عسكري كان جديد لقاء مشترك البلدان في الاتفاق المياه البلدان سياسي مدينه امس جديد بين زياره كبير كان علي زياره قريه الي الحدود خلال الطاقه من الاتفاق مدينه خلال حول المشاورات الشرطه عسكري عسكري المساعدات علي الشرطه', 'وكاله 0', 'نادر بن عماره ـ عماره ـ الوزير ـ ليث المرزوقي ـ السفير ـ بغداد ـ حركه الفجر', 'بغداد', 'ـ report statement engagement commitment assert meeting security bilateral pledge training', '''3'':3,24 ''8'':27 ''k:assert'':6 ''k:bilateral'':9 ''k:commitment'':5 ''k:engagement'':4 ''k:meeting'':7 ''k:pledge'':10 ''k:report'':2 ''k:security'':8 ''k:statement'':3 ''k:training'':11 ''k:ـ'':1 ''l:بغداد'':1 ''o:0'':2 ''o:وكاله'':1 ''p:السفير'':12 ''p:الفجر'':17 ''p:المرزوقي'':10 ''p:الوزير'':7 ''p:بغداد'':14 ''p:بن'':2 ''p:حركه'':16 ''p:عماره'':3,5 ''p:ـ'':4,6,8,11,13,15 ''p:ليث'':9 ''p:نادر'':1 ''t:3'':3 ''t:رقم'':2 ''t:لقاء'':1 ''الاتفاق'':62,81 ''الاقتصاد'':43,45 ''الامن'':35,48 ''البلدان'':60,64 ''التقي'':5 ''الجنود'':39 ''الحدود'':53,77 ''الدعم'':20 ''السفير'':12 ''الشرطه'':34,49,86,91 ''الطاقه'':50,79 ''الفجر'':31 ''المرزوقي'':14 ''المساعدات'':89 ''المشاورات'':85 ''المياه'':51,63 ''الوزير'':6 ''الي'':76 ''امس'':37,67 ''ان'':19 ''بتدريب'':26 ''برقم'':23 ''بغداد'':11 ''بن'':8,17 ''بين'':52,69 ''جديد'':57,68 ''جنديا'':28 ''حركه'':30 ''حول'':84 ''خلال'':54,78,83 ''رقم'':2 ''زياره'':70,74 ''سياسي'':65 ''عسكري'':33,36,40,41,55,87,88 ''علي'':73,90 ''عماره'':9,18 ''في'':10,32,61 ''قريه'':38,44,75 ''كان'':47,56,72 ''كبير'':71 ''لبغداد'':21 ''لقاء'':1,42,58 ''ليث'':13 ''مدينه'':66,82 ''مستمر'':22 ''مشترك'':59 ''من'':29,80 ''مهم'':46 ''نادر'':7,16 ''وقال'':15 ''ووعد'':25'),
	(10, 3, 'statement', 0, '2013-04-04', '2013-04-04', '', 'الدعم لبغداد مستمر برقم 3', 'وكاله 0', 'نادر بن عماره ـ عماره ـ الوزير', '', 'ـ statement assert indirect', '''3'':6 ''k:assert'':3 ''k:indirect'':4 ''k:statement'':2 ''k:ـ'':1 ''o:0'':2 ''o:وكاله'':1 ''p:الوزير'':7 ''p:بن'':2 ''p:عماره'':3,5 ''p:ـ'':4,6 ''p:نادر'':1 ''الدعم'':2 ''برقم'':5 ''لبغداد'':3 ''مستمر'':4'),
	(11, 3, 'engagement', 0, '2014-06-15', '2014-06-15', '', 'التقي الوزير نادر بن عماره في بغداد السفير ليث المرزوقي', 'وكاله 0', 'نادر بن عماره ـ عماره ـ الوزير ـ ليث المرزوقي ـ السفير', 'بغداد', 'ـ engagement meeting held security bilateral', '''k:bilateral'':6 ''k:engagement'':2 ''k:held'':4 ''k:meeting'':3 ''k:security'':5 ''k:ـ'':1 ''l:بغداد'':1 ''o:0'':2 ''o:وكاله'':1 ''p:السفير'':12 ''p:المرزوقي'':10 ''p:الوزير'':7 ''p:بن'':2 ''p:عماره'':3,5 ''p:ـ'':4,6,8,11 ''p:ليث'':9 ''p:نادر'':1 ''التقي'':2 ''السفير'':9 ''المرزوقي'':11 ''الوزير'':3 ''بغداد'':8 ''بن'':5 ''عماره'':6 ''في'':7 ''ليث'':10 ''نادر'':4'),
	(12, 3, 'commitment', 0, '2013-04-04', '2013-04-04', '', 'بتدريب 8 جنديا', 'وكاله 0', 'نادر بن عماره ـ عماره ـ الوزير ـ حركه الفجر', '', 'ـ commitment pledge training stated', '''8'':3 ''k:commitment'':2 ''k:pledge'':3 ''k:stated'':5 ''k:training'':4 ''k:ـ'':1 ''o:0'':2 ''o:وكاله'':1 ''p:الفجر'':10 ''p:الوزير'':7 ''p:بن'':2 ''p:حركه'':9 ''p:عماره'':3,5 ''p:ـ'':4,6,8 ''p:نادر'':1 ''بتدريب'':2 ''جنديا'':4');
INSERT INTO engagements VALUES
	(1, 0, 'meeting', 'p1', '2014', '2014-01-01', '2014-12-31', 'p3', ' security bilateral ', 'held', false, 0, 57, NULL),
	(2, 0, 'meeting', 'p1', '2014-06', '2014-06-01', '2014-06-30', 'p3', ' security bilateral ', 'held', false, 0, 54, NULL),
	(3, 0, 'meeting', 'p1', '2014-06-15', '2014-06-15', '2014-06-15', 'p3', ' security bilateral ', 'held', false, 0, 56, NULL);
INSERT INTO figures VALUES
	(1, 0, 6, 'soldier', 'p4', false, 114, 128),
	(2, 0, 7, 'soldier', 'p4', false, 109, 123),
	(3, 0, 8, 'soldier', 'p4', false, 112, 126);
INSERT INTO incidents VALUES
	(1, 0, 'PROTEST', NULL, NULL, NULL, NULL, 'p3', 1, NULL, 'reported', 0, 57, NULL),
	(2, 0, 'PROTEST', NULL, NULL, NULL, NULL, 'p3', 2, NULL, 'reported', 0, 54, NULL),
	(3, 0, 'PROTEST', NULL, NULL, NULL, NULL, 'p3', 0, NULL, 'reported', 0, 56, NULL);
INSERT INTO mentions VALUES
	(1, 0, 'PER', 'p1', 13, 26),
	(1, 1, 'PER', 'p2', 44, 56),
	(1, 2, 'GPE', 'p3', 30, 36),
	(2, 0, 'PER', 'p1', 13, 24),
	(2, 1, 'PER', 'p2', 42, 53),
	(2, 2, 'GPE', 'p3', 28, 34),
	(3, 0, 'PER', 'p1', 13, 26),
	(3, 1, 'PER', 'p2', 43, 55),
	(3, 2, 'GPE', 'p3', 30, 35);
INSERT INTO name_words VALUES
	(1, 'sound', 'بكدد'),
	(2, 'sound', 'حرك'),
	(3, 'sound', 'حصر'),
	(4, 'sound', 'خبر'),
	(5, 'sound', 'د'),
	(6, 'sound', 'سبك'),
	(7, 'sound', 'سلم'),
	(8, 'sound', 'عرك'),
	(9, 'sound', 'عمر'),
	(10, 'sound', 'فكر'),
	(11, 'sound', 'لس'),
	(12, 'sound', 'مرد'),
	(13, 'sound', 'مرسك'),
	(14, 'sound', 'ندر'),
	(15, 'word', 'اخبار'),
	(16, 'word', 'بغداد'),
	(17, 'word', 'بن'),
	(18, 'word', 'حركه'),
	(19, 'word', 'حصري'),
	(20, 'word', 'سالم'),
	(21, 'word', 'شبكه'),
	(22, 'word', 'عراق'),
	(23, 'word', 'عماره'),
	(24, 'word', 'فجر'),
	(25, 'word', 'ليث'),
	(26, 'word', 'مراد'),
	(27, 'word', 'مرزوقي'),
	(28, 'word', 'نادر'),
	(29, 'word', 'وادي');
INSERT INTO names VALUES
	(1, 'نادر بن عمارة', 'نادر بن عماره', 'ندر عمر'),
	(2, 'عمارة', 'عماره', 'عمر'),
	(3, 'ليث المرزوقي', 'ليث مرزوقي', 'لس مرسك'),
	(4, 'العراق', 'عراق', 'عرك'),
	(5, 'شبكة أخبار العراق', 'شبكه اخبار عراق', 'سبك خبر عرك'),
	(6, 'سالم الوادي', 'سالم وادي', 'سلم د'),
	(7, 'الوادي', 'وادي', 'د'),
	(8, 'مراد الحصري', 'مراد حصري', 'مرد حصر'),
	(9, 'بغداد', 'بغداد', 'بكدد'),
	(10, 'حركة الفجر', 'حركه فجر', 'حرك فكر');
INSERT INTO names_by_word VALUES
	(1, 9),
	(2, 10),
	(3, 8),
	(4, 5),
	(5, 6),
	(5, 7),
	(6, 5),
	(7, 6),
	(8, 4),
	(8, 5),
	(9, 1),
	(9, 2),
	(10, 10),
	(11, 3),
	(12, 8),
	(13, 3),
	(14, 1),
	(15, 5),
	(16, 9),
	(17, 1),
	(18, 10),
	(19, 8),
	(20, 6),
	(21, 5),
	(22, 4),
	(22, 5),
	(23, 1),
	(23, 2),
	(24, 10),
	(25, 3),
	(26, 8),
	(27, 3),
	(28, 1),
	(29, 6),
	(29, 7);
INSERT INTO participants VALUES
	(1, 0, 0, 'p1'),
	(1, 0, 1, 'p2'),
	(2, 0, 0, 'p1'),
	(2, 0, 1, 'p2'),
	(3, 0, 0, 'p1'),
	(3, 0, 1, 'p2');
INSERT INTO parties VALUES
	(1, 'p1', 0, 'PER', 'نادر بن عمارة', 'نادر بن عماره', 'الوزير', 'p3', 1, NULL),
	(1, 'p2', 1, 'PER', 'ليث المرزوقي', 'ليث مرزوقي', 'السفير', NULL, 1, NULL),
	(1, 'p3', 2, 'GPE', 'العراق', 'عراق', NULL, NULL, 1, NULL),
	(1, 'p4', 3, 'ORG', 'شبكة أخبار العراق', 'شبكه اخبار عراق', NULL, NULL, 0, NULL),
	(2, 'p1', 0, 'PER', 'سالم الوادي', 'سالم وادي', 'الوزير', 'p3', 1, NULL),
	(2, 'p2', 1, 'PER', 'مراد الحصري', 'مراد حصري', 'السفير', NULL, 1, NULL),
	(2, 'p3', 2, 'GPE', 'العراق', 'عراق', NULL, NULL, 1, NULL),
	(2, 'p4', 3, 'ORG', 'شبكة أخبار العراق', 'شبكه اخبار عراق', NULL, NULL, 0, NULL),
	(3, 'p1', 0, 'PER', 'نادر بن عمارة', 'نادر بن عماره', 'الوزير', 'p3', 1, NULL),
	(3, 'p2', 1, 'PER', 'ليث المرزوقي', 'ليث مرزوقي', 'السفير', NULL, 1, NULL),
	(3, 'p3', 2, 'GPE', 'بغداد', 'بغداد', NULL, NULL, 1, NULL),
	(3, 'p4', 3, 'ORG', 'حركة الفجر', 'حركه فجر', NULL, NULL, 0, NULL);
INSERT INTO party_names VALUES
	(1, 'p1', 0, 1),
	(1, 'p1', 1, 2),
	(1, 'p2', 0, 3),
	(1, 'p3', 0, 4),
	(1, 'p4', 0, 5),
	(2, 'p1', 0, 6),
	(2, 'p1', 1, 7),
	(2, 'p2', 0, 8),
	(2, 'p3', 0, 4),
	(2, 'p4', 0, 5),
	(3, 'p1', 0, 1),
	(3, 'p1', 1, 2),
	(3, 'p2', 0, 3),
	(3, 'p3', 0, 9),
	(3, 'p4', 0, 10);
INSERT INTO perpetrators VALUES
	(1, 0, 0, 'p4'),
	(2, 0, 0, 'p4'),
	(3, 0, 0, 'p4');
INSERT INTO recipients VALUES
	(1, 0, 0, 'p4'),
	(2, 0, 0, 'p4'),
	(3, 0, 0, 'p4');
INSERT INTO records VALUES
	(1, 1, 'mahdar 0 / rules test', '{"doc":"r00001","title":null,"url":null,"path":"in/1.txt","reader":"mahdar 0 / rules test","published":null,"source":null,"noise":[],"parties":[{"id":"p1","type":"PER","names":["نادر بن عمارة","عمارة"],"role":"الوزير","of":"p3","confidence":null},{"id":"p2","type":"PER","names":["ليث المرزوقي"],"role":"السفير","of":null,"confidence":null},{"id":"p3","type":"GPE","names":["العراق"],"role":null,"of":null,"confidence":null},{"id":"p4","type":"ORG","names":["شبكة أخبار العراق"],"role":null,"of":null,"confidence":null}],"mentions":[{"start":13,"end":26,"type":"PER","party":"p1"},{"start":44,"end":56,"type":"PER","party":"p2"},{"start":30,"end":36,"type":"GPE","party":"p3"}],"engagements":[{"kind":"meeting","who":["p1","p2"],"host":"p1","date":"2014","place":"p3","topics":["security","bilateral"],"status":"held","historical":false,"span":[0,57],"confidence":null}],"statements":[{"who":["p1"],"form":"indirect","act":"assert","cue":[58,62],"span":[80,107],"confidence":null}],"commitments":[{"kind":"pledge","from":["p1"],"to":["p4"],"area":"training","quantity":"6","deadline":null,"condition":null,"status":"stated","span":[114,128],"confidence":null}],"incidents":[{"type":"PROTEST","mode":null,"who":["p4"],"to":["p3"],"date":null,"place":"p3","killed":1,"injured":null,"status":"reported","span":[0,57],"confidence":null}],"figures":[{"value":6,"unit":"soldier","of":"p4","approximate":false,"span":[114,128]}],"skipped":[{"what":"statement","why":"no speaker","span":[0,57]}]}', '2026-11-29T00:02:30+00:00'),
	(2, 2, 'mahdar 0 / rules test', '{"doc":"r00002","title":null,"url":null,"path":"in/2.txt","reader":"mahdar 0 / rules test","published":null,"source":null,"noise":[],"parties":[{"id":"p1","type":"PER","names":["سالم الوادي","الوادي"],"role":"الوزير","of":"p3","confidence":null},{"id":"p2","type":"PER","names":["مراد الحصري"],"role":"السفير","of":null,"confidence":null},{"id":"p3","type":"GPE","names":["العراق"],"role":null,"of":null,"confidence":null},{"id":"p4","type":"ORG","names":["شبكة أخبار العراق"],"role":null,"of":null,"confidence":null}],"mentions":[{"start":13,"end":24,"type":"PER","party":"p1"},{"start":42,"end":53,"type":"PER","party":"p2"},{"start":28,"end":34,"type":"GPE","party":"p3"}],"engagements":[{"kind":"meeting","who":["p1","p2"],"host":"p1","date":"2014-06","place":"p3","topics":["security","bilateral"],"status":"held","historical":false,"span":[0,54],"confidence":null}],"statements":[{"who":["p1"],"form":"indirect","act":"assert","cue":[55,59],"span":[75,102],"confidence":null}],"commitments":[{"kind":"pledge","from":["p1"],"to":["p4"],"area":"training","quantity":"7","deadline":null,"condition":null,"status":"stated","span":[109,123],"confidence":null}],"incidents":[{"type":"PROTEST","mode":null,"who":["p4"],"to":["p3"],"date":null,"place":"p3","killed":2,"injured":null,"status":"reported","span":[0,54],"confidence":null}],"figures":[{"value":7,"unit":"soldier","of":"p4","approximate":false,"span":[109,123]}],"skipped":[{"what":"statement","why":"no speaker","span":[0,54]}]}', '2026-11-29T00:02:30+00:00'),
	(3, 3, 'mahdar 0 / rules test', '{"doc":"r00003","title":null,"url":null,"path":"in/3.txt","reader":"mahdar 0 / rules test","published":null,"source":null,"noise":[],"parties":[{"id":"p1","type":"PER","names":["نادر بن عمارة","عمارة"],"role":"الوزير","of":"p3","confidence":null},{"id":"p2","type":"PER","names":["ليث المرزوقي"],"role":"السفير","of":null,"confidence":null},{"id":"p3","type":"GPE","names":["بغداد"],"role":null,"of":null,"confidence":null},{"id":"p4","type":"ORG","names":["حركة الفجر"],"role":null,"of":null,"confidence":null}],"mentions":[{"start":13,"end":26,"type":"PER","party":"p1"},{"start":43,"end":55,"type":"PER","party":"p2"},{"start":30,"end":35,"type":"GPE","party":"p3"}],"engagements":[{"kind":"meeting","who":["p1","p2"],"host":"p1","date":"2014-06-15","place":"p3","topics":["security","bilateral"],"status":"held","historical":false,"span":[0,56],"confidence":null}],"statements":[{"who":["p1"],"form":"indirect","act":"assert","cue":[57,61],"span":[79,105],"confidence":null}],"commitments":[{"kind":"pledge","from":["p1"],"to":["p4"],"area":"training","quantity":"8","deadline":null,"condition":null,"status":"stated","span":[112,126],"confidence":null}],"incidents":[{"type":"PROTEST","mode":null,"who":["p4"],"to":["p3"],"date":null,"place":"p3","killed":0,"injured":null,"status":"reported","span":[0,56],"confidence":null}],"figures":[{"value":8,"unit":"soldier","of":"p4","approximate":false,"span":[112,126]}],"skipped":[{"what":"statement","why":"no speaker","span":[0,56]}]}', '2026-11-29T00:02:30+00:00');
INSERT INTO reports VALUES
	(1, 'r00001', 'r00001', '7e5b647a942bdbc456aeaa819192d5a2b287e863aa8098db23f3f00095bc9f03', 'التقى الوزير نادر بن عمارة في العراق السفير ليث المرزوقي.
وقال نادر بن عمارة إن الدعم لـالعراق مستمر برقم 1، ووعد بتدريب 6 جنديا من شبكة أخبار العراق. المشاورات سياسي مشترك عسكري كان مدينة الاتفاق سياسي الحدود كان جديد الأمن مشترك خلال قرية الاتفاق من الحدود الحدود الحدود الأمن كان مدينة جديد الحدود مهم قرية مشترك سياسي قرية على قرية قرية وطني حول الحدود زيارة الاتفاق الدعم حول المشاورات إلى كبير جديد كبير الجنود بين حول سياسي كبير لقاء المياه عسكري يوم لقاء زيارة الدعم في في المساعدات', 'لقاء رقم 1', '2011-02-02', NULL, 'وكالة 1', 'in/1.txt', '2026-11-29T00:02:30+00:00', '2011-02-02', '2011-02-02', '2011-02-02'),
	(2, 'r00002', 'r00002', '10078a37d1735545ddd4e9a99802c85d304a527db8986a0b5e79623f0b4a9747', 'التقى الوزير سالم الوادي في العراق السفير مراد الحصري.
وقال سالم الوادي إن الدعم لـالعراق مستمر برقم 2، ووعد بتدريب 7 جنديا من شبكة أخبار العراق. الطاقة بين أمس مدينة المياه الطاقة جديد لقاء كبير في مشترك كبير خلال المياه الحدود في وطني من كان جديد مهم الطاقة الدعم يوم قرية الحدود الدعم من الدعم البلدان كبير كبير في كبير الدعم مشترك زيارة مهم في على في مشترك الطاقة لقاء وطني مهم يوم سياسي خلال سياسي كبير كبير على وطني وطني على وطني سياسي قرية من', 'لقاء رقم 2', '2012-03-03', NULL, 'وكالة 2', 'in/2.txt', '2026-11-29T00:02:30+00:00', '2012-03-03', '2012-03-03', '2012-03-03'),
	(3, 'r00003', 'r00003', 'e542c8f02f2ab95da1b2952f387a845a1101e6eb9a02d8292a42ccf23b6e603f', 'التقى الوزير نادر بن عمارة في بغداد السفير ليث المرزوقي.
وقال نادر بن عمارة إن الدعم لـبغداد مستمر برقم 3، ووعد بتدريب 8 جنديا من حركة الفجر. في عسكري الشرطة الأمن عسكري أمس قرية الجنود عسكري عسكري لقاء الاقتصاد قرية الاقتصاد مهم كان الأمن الشرطة الطاقة المياه بين الحدود خلال عسكري كان جديد لقاء مشترك البلدان في الاتفاق المياه البلدان سياسي مدينة أمس جديد بين زيارة كبير كان على زيارة قرية إلى الحدود خلال الطاقة من الاتفاق مدينة خلال حول المشاورات الشرطة عسكري عسكري المساعدات على الشرطة', 'لقاء رقم 3', '2013-04-04', NULL, 'وكالة 0', 'in/3.txt', '2026-11-29T00:02:30+00:00', '2013-04-04', '2013-04-04', '2013-04-04');
INSERT INTO search_state VALUES
	('version', '1');
INSERT INTO skipped VALUES
	(1, 0, 'statement', 'no speaker', 0, 57),
	(2, 0, 'statement', 'no speaker', 0, 54),
	(3, 0, 'statement', 'no speaker', 0, 56);
INSERT INTO speakers VALUES
	(1, 0, 0, 'p1'),
	(2, 0, 0, 'p1'),
	(3, 0, 0, 'p1');
INSERT INTO statements VALUES
	(1, 0, 'indirect', 'assert', 58, 62, 80, 107, NULL),
	(2, 0, 'indirect', 'assert', 55, 59, 75, 102, NULL),
	(3, 0, 'indirect', 'assert', 57, 61, 79, 105, NULL);
INSERT INTO targets VALUES
	(1, 0, 0, 'p3'),
	(2, 0, 0, 'p3'),
	(3, 0, 0, 'p3');
INSERT INTO unkeyed VALUES
	(1),
	(2),
	(3);
SELECT pg_catalog.setval('accounts_key_seq', 1, false);
SELECT pg_catalog.setval('audit_key_seq', 1, false);
SELECT pg_catalog.setval('decisions_key_seq', 1, false);
SELECT pg_catalog.setval('identities_key_seq', 1, false);
SELECT pg_catalog.setval('name_words_key_seq', 1, false);
SELECT pg_catalog.setval('names_key_seq', 1, false);
SELECT pg_catalog.setval('records_key_seq', 3, true);
SELECT pg_catalog.setval('reports_key_seq', 1, false);
SELECT pg_catalog.setval('reprints_key_seq', 1, false);
SELECT pg_catalog.setval('reviews_key_seq', 1, false);
SELECT pg_catalog.setval('tokens_key_seq', 1, false);
SELECT pg_catalog.setval('withdrawals_key_seq', 1, false);
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (key);
ALTER TABLE ONLY actors
    ADD CONSTRAINT pk_actors PRIMARY KEY (report, n, i);
ALTER TABLE ONLY attempts
    ADD CONSTRAINT pk_attempts PRIMARY KEY (who);
ALTER TABLE ONLY audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (key);
ALTER TABLE ONLY chain_sides
    ADD CONSTRAINT pk_chain_sides PRIMARY KEY (id, side, i);
ALTER TABLE ONLY chains
    ADD CONSTRAINT pk_chains PRIMARY KEY (id);
ALTER TABLE ONLY commitments
    ADD CONSTRAINT pk_commitments PRIMARY KEY (report, n);
ALTER TABLE ONLY copies
    ADD CONSTRAINT pk_copies PRIMARY KEY (copy);
ALTER TABLE ONLY copy_keys
    ADD CONSTRAINT pk_copy_keys PRIMARY KEY (copy_key, report);
ALTER TABLE ONLY counted
    ADD CONSTRAINT pk_counted PRIMARY KEY (part);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT pk_decisions PRIMARY KEY (key);
ALTER TABLE ONLY documents
    ADD CONSTRAINT pk_documents PRIMARY KEY (key);
ALTER TABLE ONLY engagements
    ADD CONSTRAINT pk_engagements PRIMARY KEY (report, n);
ALTER TABLE ONLY entities
    ADD CONSTRAINT pk_entities PRIMARY KEY (id);
ALTER TABLE ONLY entity_names
    ADD CONSTRAINT pk_entity_names PRIMARY KEY (name, entity);
ALTER TABLE ONLY entity_roles
    ADD CONSTRAINT pk_entity_roles PRIMARY KEY (entity, role);
ALTER TABLE ONLY event_accounts
    ADD CONSTRAINT pk_event_accounts PRIMARY KEY (id);
ALTER TABLE ONLY event_parties
    ADD CONSTRAINT pk_event_parties PRIMARY KEY (id, i);
ALTER TABLE ONLY event_versions
    ADD CONSTRAINT pk_event_versions PRIMARY KEY (id, i);
ALTER TABLE ONLY events
    ADD CONSTRAINT pk_events PRIMARY KEY (id);
ALTER TABLE ONLY failures
    ADD CONSTRAINT pk_failures PRIMARY KEY ("where");
ALTER TABLE ONLY feeds
    ADD CONSTRAINT pk_feeds PRIMARY KEY (url);
ALTER TABLE ONLY fetched
    ADD CONSTRAINT pk_fetched PRIMARY KEY (url);
ALTER TABLE ONLY figure_series
    ADD CONSTRAINT pk_figure_series PRIMARY KEY (n);
ALTER TABLE ONLY figures
    ADD CONSTRAINT pk_figures PRIMARY KEY (report, n);
ALTER TABLE ONLY identities
    ADD CONSTRAINT pk_identities PRIMARY KEY (key);
ALTER TABLE ONLY incidents
    ADD CONSTRAINT pk_incidents PRIMARY KEY (report, n);
ALTER TABLE ONLY known
    ADD CONSTRAINT pk_known PRIMARY KEY (entity);
ALTER TABLE ONLY link_notes
    ADD CONSTRAINT pk_link_notes PRIMARY KEY (report);
ALTER TABLE ONLY link_state
    ADD CONSTRAINT pk_link_state PRIMARY KEY (name);
ALTER TABLE ONLY linked
    ADD CONSTRAINT pk_linked PRIMARY KEY (report);
ALTER TABLE ONLY links
    ADD CONSTRAINT pk_links PRIMARY KEY (a, b);
ALTER TABLE ONLY meetings
    ADD CONSTRAINT pk_meetings PRIMARY KEY (entity, other);
ALTER TABLE ONLY mentions
    ADD CONSTRAINT pk_mentions PRIMARY KEY (report, n);
ALTER TABLE ONLY name_words
    ADD CONSTRAINT pk_name_words PRIMARY KEY (key);
ALTER TABLE ONLY named
    ADD CONSTRAINT pk_named PRIMARY KEY (entity);
ALTER TABLE ONLY names
    ADD CONSTRAINT pk_names PRIMARY KEY (key);
ALTER TABLE ONLY names_by_word
    ADD CONSTRAINT pk_names_by_word PRIMARY KEY (word, name);
ALTER TABLE ONLY office_reports
    ADD CONSTRAINT pk_office_reports PRIMARY KEY (n, i);
ALTER TABLE ONLY office_roles
    ADD CONSTRAINT pk_office_roles PRIMARY KEY (role);
ALTER TABLE ONLY offices
    ADD CONSTRAINT pk_offices PRIMARY KEY (n);
ALTER TABLE ONLY originals
    ADD CONSTRAINT pk_originals PRIMARY KEY (report);
ALTER TABLE ONLY participants
    ADD CONSTRAINT pk_participants PRIMARY KEY (report, n, i);
ALTER TABLE ONLY parties
    ADD CONSTRAINT pk_parties PRIMARY KEY (report, party);
ALTER TABLE ONLY party_names
    ADD CONSTRAINT pk_party_names PRIMARY KEY (report, party, n);
ALTER TABLE ONLY perpetrators
    ADD CONSTRAINT pk_perpetrators PRIMARY KEY (report, n, i);
ALTER TABLE ONLY place_months
    ADD CONSTRAINT pk_place_months PRIMARY KEY (place, part, kind, first_month, last_month);
ALTER TABLE ONLY recipients
    ADD CONSTRAINT pk_recipients PRIMARY KEY (report, n, i);
ALTER TABLE ONLY records
    ADD CONSTRAINT pk_records PRIMARY KEY (key);
ALTER TABLE ONLY reports
    ADD CONSTRAINT pk_reports PRIMARY KEY (key);
ALTER TABLE ONLY reprints
    ADD CONSTRAINT pk_reprints PRIMARY KEY (key);
ALTER TABLE ONLY reviewed
    ADD CONSTRAINT pk_reviewed PRIMARY KEY (record);
ALTER TABLE ONLY reviewed_counts
    ADD CONSTRAINT pk_reviewed_counts PRIMARY KEY (report);
ALTER TABLE ONLY reviewed_lines
    ADD CONSTRAINT pk_reviewed_lines PRIMARY KEY (report, part, item);
ALTER TABLE ONLY reviews
    ADD CONSTRAINT pk_reviews PRIMARY KEY (key);
ALTER TABLE ONLY seals
    ADD CONSTRAINT pk_seals PRIMARY KEY (seal);
ALTER TABLE ONLY search_state
    ADD CONSTRAINT pk_search_state PRIMARY KEY (name);
ALTER TABLE ONLY searches
    ADD CONSTRAINT pk_searches PRIMARY KEY (name);
ALTER TABLE ONLY secrets
    ADD CONSTRAINT pk_secrets PRIMARY KEY (name);
ALTER TABLE ONLY series_points
    ADD CONSTRAINT pk_series_points PRIMARY KEY (n, i);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (id);
ALTER TABLE ONLY sightings
    ADD CONSTRAINT pk_sightings PRIMARY KEY (report, id, path);
ALTER TABLE ONLY skipped
    ADD CONSTRAINT pk_skipped PRIMARY KEY (report, n);
ALTER TABLE ONLY speakers
    ADD CONSTRAINT pk_speakers PRIMARY KEY (report, n, i);
ALTER TABLE ONLY statements
    ADD CONSTRAINT pk_statements PRIMARY KEY (report, n);
ALTER TABLE ONLY states
    ADD CONSTRAINT pk_states PRIMARY KEY (entity);
ALTER TABLE ONLY targets
    ADD CONSTRAINT pk_targets PRIMARY KEY (report, n, i);
ALTER TABLE ONLY tokens
    ADD CONSTRAINT pk_tokens PRIMARY KEY (key);
ALTER TABLE ONLY told
    ADD CONSTRAINT pk_told PRIMARY KEY (entity);
ALTER TABLE ONLY unkeyed
    ADD CONSTRAINT pk_unkeyed PRIMARY KEY (report);
ALTER TABLE ONLY unlisted
    ADD CONSTRAINT pk_unlisted PRIMARY KEY (report);
ALTER TABLE ONLY withdrawals
    ADD CONSTRAINT pk_withdrawals PRIMARY KEY (key);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT uq_accounts_name UNIQUE (name);
ALTER TABLE ONLY identities
    ADD CONSTRAINT uq_identities_id UNIQUE (id);
ALTER TABLE ONLY name_words
    ADD CONSTRAINT uq_name_words_kind_word UNIQUE (kind, word);
ALTER TABLE ONLY names
    ADD CONSTRAINT uq_names_name UNIQUE (name);
ALTER TABLE ONLY records
    ADD CONSTRAINT uq_records_report_reader UNIQUE (report, reader);
ALTER TABLE ONLY reports
    ADD CONSTRAINT uq_reports_content_hash UNIQUE (content_hash);
ALTER TABLE ONLY reports
    ADD CONSTRAINT uq_reports_id UNIQUE (id);
ALTER TABLE ONLY reprints
    ADD CONSTRAINT uq_reprints_report_id_path UNIQUE (report, id, path);
ALTER TABLE ONLY tokens
    ADD CONSTRAINT uq_tokens_id UNIQUE (id);
CREATE INDEX ix_audit_at ON audit USING btree (at);
CREATE INDEX ix_chain_sides_entity ON chain_sides USING btree (entity);
CREATE INDEX ix_commitments_confidence_report_n ON commitments USING btree (confidence, report, n);
CREATE INDEX ix_documents_lexemes ON documents USING gin (lexemes) WITH (fastupdate=off);
CREATE INDEX ix_documents_report ON documents USING btree (report);
CREATE INDEX ix_engagements_confidence_report_n ON engagements USING btree (confidence, report, n);
CREATE INDEX ix_engagements_first_day ON engagements USING btree (first_day);
CREATE INDEX ix_entity_names_entity ON entity_names USING btree (entity);
CREATE INDEX ix_event_accounts_first_day ON event_accounts USING btree (first_day);
CREATE INDEX ix_event_accounts_place ON event_accounts USING btree (place);
CREATE INDEX ix_event_parties_entity ON event_parties USING btree (entity);
CREATE INDEX ix_figures_unit ON figures USING btree (unit);
CREATE INDEX ix_identities_entity_report_item ON identities USING btree (entity, report, item);
CREATE INDEX ix_identities_report_item ON identities USING btree (report, item);
CREATE INDEX ix_incidents_confidence_report_n ON incidents USING btree (confidence, report, n);
CREATE INDEX ix_incidents_first_day ON incidents USING btree (first_day);
CREATE INDEX ix_known_state_kind_entity ON known USING btree (state, kind, entity);
CREATE INDEX ix_linked_record ON linked USING btree (record);
CREATE INDEX ix_links_waiting ON links USING btree (waiting);
CREATE INDEX ix_named_kind_reports_entity ON named USING btree (kind, reports, entity);
CREATE INDEX ix_names_by_word_name ON names_by_word USING btree (name);
CREATE INDEX ix_names_folded ON names USING btree (folded);
CREATE INDEX ix_names_trigrams ON names USING gin (folded gin_trgm_ops);
CREATE INDEX ix_offices_of ON offices USING btree (of);
CREATE INDEX ix_offices_person ON offices USING btree (person);
CREATE INDEX ix_offices_role ON offices USING btree (role);
CREATE INDEX ix_offices_state_person ON offices USING btree (state, person);
CREATE INDEX ix_parties_confidence_report_n ON parties USING btree (confidence, report, n);
CREATE INDEX ix_party_names_name ON party_names USING btree (name);
CREATE INDEX ix_reports_first_day ON reports USING btree (first_day);
CREATE INDEX ix_reports_given_id ON reports USING btree (given_id);
CREATE INDEX ix_reports_outlet_first_day ON reports USING btree (outlet, first_day);
CREATE INDEX ix_reviews_report ON reviews USING btree (report);
CREATE INDEX ix_seals_withdrawal ON seals USING btree (withdrawal);
CREATE INDEX ix_sessions_account ON sessions USING btree (account);
CREATE INDEX ix_statements_confidence_report_n ON statements USING btree (confidence, report, n);
CREATE INDEX ix_tokens_account ON tokens USING btree (account);
CREATE INDEX ix_told_apart ON told USING btree (kind, dates) WHERE (dates > 1);
CREATE INDEX ix_told_kind_first_day_entity_last_day ON told USING btree (kind, first_day, entity, last_day);
CREATE INDEX ix_told_many ON told USING btree (kind, reports) WHERE (reports > 1);
CREATE TRIGGER audit_only_appended BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse();
ALTER TABLE ONLY actors
    ADD CONSTRAINT fk_actors_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY commitments
    ADD CONSTRAINT fk_commitments_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY copies
    ADD CONSTRAINT fk_copies_copy FOREIGN KEY (copy) REFERENCES reports(key);
ALTER TABLE ONLY copies
    ADD CONSTRAINT fk_copies_original FOREIGN KEY (original) REFERENCES reports(key);
ALTER TABLE ONLY copy_keys
    ADD CONSTRAINT fk_copy_keys_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY decisions
    ADD CONSTRAINT fk_decisions_undoes FOREIGN KEY (undoes) REFERENCES decisions(key);
ALTER TABLE ONLY documents
    ADD CONSTRAINT fk_documents_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY engagements
    ADD CONSTRAINT fk_engagements_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY figures
    ADD CONSTRAINT fk_figures_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY identities
    ADD CONSTRAINT fk_identities_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY incidents
    ADD CONSTRAINT fk_incidents_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY link_notes
    ADD CONSTRAINT fk_link_notes_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY linked
    ADD CONSTRAINT fk_linked_record FOREIGN KEY (record) REFERENCES records(key);
ALTER TABLE ONLY linked
    ADD CONSTRAINT fk_linked_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY mentions
    ADD CONSTRAINT fk_mentions_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY office_reports
    ADD CONSTRAINT fk_office_reports_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY originals
    ADD CONSTRAINT fk_originals_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY participants
    ADD CONSTRAINT fk_participants_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY parties
    ADD CONSTRAINT fk_parties_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY party_names
    ADD CONSTRAINT fk_party_names_name FOREIGN KEY (name) REFERENCES names(key);
ALTER TABLE ONLY party_names
    ADD CONSTRAINT fk_party_names_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY perpetrators
    ADD CONSTRAINT fk_perpetrators_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY recipients
    ADD CONSTRAINT fk_recipients_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY records
    ADD CONSTRAINT fk_records_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY reprints
    ADD CONSTRAINT fk_reprints_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY reviewed
    ADD CONSTRAINT fk_reviewed_base FOREIGN KEY (base) REFERENCES records(key);
ALTER TABLE ONLY reviewed_counts
    ADD CONSTRAINT fk_reviewed_counts_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY reviewed_lines
    ADD CONSTRAINT fk_reviewed_lines_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY reviewed
    ADD CONSTRAINT fk_reviewed_record FOREIGN KEY (record) REFERENCES records(key);
ALTER TABLE ONLY reviewed
    ADD CONSTRAINT fk_reviewed_review FOREIGN KEY (review) REFERENCES reviews(key);
ALTER TABLE ONLY reviews
    ADD CONSTRAINT fk_reviews_answers FOREIGN KEY (answers) REFERENCES reviews(key);
ALTER TABLE ONLY reviews
    ADD CONSTRAINT fk_reviews_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY seals
    ADD CONSTRAINT fk_seals_withdrawal FOREIGN KEY (withdrawal) REFERENCES withdrawals(key);
ALTER TABLE ONLY series_points
    ADD CONSTRAINT fk_series_points_copy_of FOREIGN KEY (copy_of) REFERENCES reports(key);
ALTER TABLE ONLY series_points
    ADD CONSTRAINT fk_series_points_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT fk_sessions_account FOREIGN KEY (account) REFERENCES accounts(key);
ALTER TABLE ONLY sessions
    ADD CONSTRAINT fk_sessions_token FOREIGN KEY (token) REFERENCES tokens(key);
ALTER TABLE ONLY sightings
    ADD CONSTRAINT fk_sightings_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY skipped
    ADD CONSTRAINT fk_skipped_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY speakers
    ADD CONSTRAINT fk_speakers_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY statements
    ADD CONSTRAINT fk_statements_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY targets
    ADD CONSTRAINT fk_targets_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY tokens
    ADD CONSTRAINT fk_tokens_account FOREIGN KEY (account) REFERENCES accounts(key);
ALTER TABLE ONLY unkeyed
    ADD CONSTRAINT fk_unkeyed_report FOREIGN KEY (report) REFERENCES reports(key);
ALTER TABLE ONLY unlisted
    ADD CONSTRAINT fk_unlisted_report FOREIGN KEY (report) REFERENCES reports(key);
