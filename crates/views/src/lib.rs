//! LiveAgent's answers drawn as Discord messages.
