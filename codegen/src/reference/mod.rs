//! A readable reference of providers, as Markdown and as HTML.
