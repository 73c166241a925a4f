"""Address files read, and results written: the only module that knows file formats of users."""

from geoprofile.files import delimited_output, parquet_output, point_output, spreadsheet_output
from geoprofile.files.batches import BatchReport, run_batches
from geoprofile.files.columns import AddressColumns, choose_columns, guess_columns
from geoprofile.files.headers import check_header
from geoprofile.files.names import unique_names
from geoprofile.files.reading import AddressFile, open_address_file
from geoprofile.files.writing import OUTPUT_FORMATS, OutputStyle, write_output

__all__ = [
    "OUTPUT_FORMATS",
    "AddressColumns",
    "AddressFile",
    "BatchReport",
    "OutputStyle",
    "check_header",
    "choose_columns",
    "delimited_output",
    "guess_columns",
    "open_address_file",
    "parquet_output",
    "point_output",
    "run_batches",
    "spreadsheet_output",
    "unique_names",
    "write_output",
]
