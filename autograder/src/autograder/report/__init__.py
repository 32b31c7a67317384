"""What a class's answers say about the items: difficulty, discrimination, distractors, reliability, and which items to look at.

`collect` reads marks and answers, `analysis` computes with the formulas of `statistics`, `look` applies the rules. `figures`, `tables` and
`words` say what came out, `files` and `page` write it, and `face` is what the notebook calls. Nothing here changes a mark.
"""
