"""Documents for programs: JSON, CSV, JUnit's XML, and facts for later steps of a pipeline."""
