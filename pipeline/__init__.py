"""What inspectors of probation keep finding: documents in, findings, themes and reports out."""
