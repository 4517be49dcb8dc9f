"""Complaints (khiếu nại) and denunciations (tố cáo): two laws of their own, here received, receipted and passed on."""
