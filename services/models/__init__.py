"""What was learned of a brand's posts, and which version of it is shown?"""
