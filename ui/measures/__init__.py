"""What pages about measures and ideas share: the sheet, points, stages."""
