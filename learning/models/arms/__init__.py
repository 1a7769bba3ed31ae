"""Which arm fits whom, judged by what programs reported of arms that were drawn by chance?"""
