"""Documents as a page: what it says, in rows and pictures, and the HTML of it."""
