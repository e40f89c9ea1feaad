"""What every front end needs: the open session with drafts and autosave, parsing, previews, slides. No widgets."""
