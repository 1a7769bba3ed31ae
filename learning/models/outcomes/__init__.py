"""What will come of a post, judged by what is known before it is published?"""
