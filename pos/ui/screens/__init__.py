"""The screens, a folder each: view (what to show), screen (how it looks), actions (what happens)."""
