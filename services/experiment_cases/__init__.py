"""Reference cases of `bellwether experiment analyze`: numbers in, numbers out, nothing stored."""
