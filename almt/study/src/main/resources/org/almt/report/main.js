document.getElementById('about').textContent = data.about;
samplesSection();
splitSection();
whatIfSection();
checkSection();
methodSection();
drawNew();
redrawWhenNeeded();
document.documentElement.dataset.ready = 'true';
