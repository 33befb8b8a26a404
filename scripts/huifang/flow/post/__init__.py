"""What lies in 发件箱 to be sent."""
