@echo off
rem Opens the workbench by a double click: what the README's first line does, and nothing anew
rem that is there already, so that the second start needs no internet.
rem The sentences have no umlauts: which code page a window has is not certain.
cd /d "%~dp0"

if exist .venv\Scripts\python.exe goto installed
set "FOUND="
rem "py" comes with Python from python.org.  A bare "python" may be a link to the shop of Windows,
rem which fails here as a missing or an old Python does.
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "FOUND=py -3"
if defined FOUND goto create
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 set "FOUND=python"
if not defined FOUND goto missing

:create
echo Die Werkbank wird eingerichtet; das dauert einige Minuten und braucht einmal das Internet.
%FOUND% -m venv .venv
if errorlevel 1 goto no_folder

:installed
rem What is installed is what this list asked for last time.
.venv\Scripts\python.exe -c "import filecmp, sys; sys.exit(not filecmp.cmp('requirements/runtime.txt', '.venv/installed.txt', False))" >nul 2>nul
if not errorlevel 1 goto open
.venv\Scripts\python.exe -m pip install -q -r requirements.txt
if errorlevel 1 goto no_parts
copy /y requirements\runtime.txt .venv\installed.txt >nul

:open
.venv\Scripts\python.exe app.py %*
if errorlevel 1 pause
exit /b %errorlevel%

:missing
echo Auf diesem Rechner fehlt Python ab Version 3.11. Bitte installieren Sie es von
echo https://www.python.org/downloads/ und starten Sie noch einmal.
goto failed

:no_folder
echo Der Ordner .venv war nicht anzulegen. Bitte legen Sie die Werkbank in einen Ordner,
echo in dem das Schreiben erlaubt ist, und starten Sie noch einmal.
goto failed

:no_parts
echo Die Bestandteile waren nicht zu laden. Bitte verbinden Sie den Rechner mit dem Internet
echo und starten Sie noch einmal.

:failed
pause
exit /b 1
