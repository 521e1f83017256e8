"""Why a decision is what it is, in words: reasons, rules, what was considered."""
