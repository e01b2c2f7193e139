"""What has been published, and the pressed pages."""
