"""The only room that talks to the platform: raw JSON in and out, one thin module per REST family."""
