-- 19 (compatible from 7): terms whose capitals count
-- The key of such a term begins with an equals sign and holds its capitals.
ALTER TABLE glossary_terms ADD COLUMN case_sensitive INTEGER NOT NULL DEFAULT 0;
