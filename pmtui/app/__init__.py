"""What front ends need and no screen: the open session, drafts, autosave, field values, the clock, previews, slides."""
