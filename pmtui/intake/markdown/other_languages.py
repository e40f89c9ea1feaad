"""The headings and columns of postmortems in other languages than English, by meaning.

They match in any case, with or without accents. `synonyms.py` has the English ones, and explains the groups.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pmtui.intake.markdown.synonyms import Group
from pmtui.session.document import ActionStatus

GROUPS: Final[dict[Group, str]] = {
    "details": """
        metadaten; eckdaten; métadonnées; metadatos; metadados; dados do incidente; メタデータ; 基本情報;
        метаданные""",
    "attendees": "teilnehmer; beteiligte; participants; participantes; partecipanti; deelnemers; 参加者; участники",
    "summary": """
        zusammenfassung; kurzfassung; überblick; was ist passiert; résumé; synthèse; que s'est-il passé; resumen;
        resumen ejecutivo; qué pasó; qué ocurrió; resumo; resumo executivo; o que aconteceu; riepilogo; sommario;
        samenvatting; サマリー; 概要; 要約; 摘要; 概述; 요약; 개요; резюме; краткое описание; короткий опис; підсумок;
        что произошло; що сталося; podsumowanie""",
    "impact": """
        auswirkungen; auswirkung; auswirkung auf kunden; impacto; impacto en los clientes; impacto no cliente; impacto
        nos usuários; impatto; impact client; impacts; gevolgen; 影響; 影響範囲; 影响; 影响范围; 영향; 영향도;
        влияние; вплив;
        последствия; наслідки; wpływ""",
    "section": """
        hintergrund; erkennung; behebung; wiederherstellung; auslöser; contexte; détection; résolution; déclencheur;
        contexto; detección; detecção; resolución; resolução; recuperação; gatilho; 検知; 対応; 復旧; 背景;
        解決; 検出; 发现;
        解决; 背景介绍; 감지; 대응; 복구; обнаружение; виявлення; решение; вирішення; восстановление; 直接原因""",
    "timeline": """
        zeitleiste; zeitlicher ablauf; ablauf; zeitlinie; chronologie; chronologie des événements; cronología;
        línea de
        tiempo; cronologia; linha do tempo; cronologia degli eventi; tijdlijn; タイムライン; 時系列; 经过;
        时间线; 时间轴; 타임라인;
        хронология; хронологія; таймлайн; oś czasu; chronologia""",
    "root_cause": """
        ursache; ursachen; grundursache; hauptursache; ursachenanalyse; cause racine; causes racines; cause première;
        causa raíz; causas raíz; análisis de causa raíz; causa raiz; causas raiz; análise de causa raiz; causa
        principale; causa radice; oorzaak; grondoorzaak; 根本原因; 根本原因分析; 原因; 原因分析; 根因;
        근본 원인; 원인; 원인 분석;
        первопричина; корневая причина; причина; причини; корінна причина; першопричина; przyczyna""",
    "contributing": """
        beitragende faktoren; begünstigende faktoren; facteurs contributifs; facteurs aggravants; factores
        contribuyentes; fatores contribuintes; 寄与要因; 要因; 促成因素; 기여 요인; способствующие факторы;
        супутні фактори""",
    "whys": """
        fünf warum; 5 warum; 5 pourquoi; cinq pourquoi; cinco porqués; 5 porqués; cinco porquês; 5 porquês;
        なぜなぜ分析; 五个为什么""",
    "went_well": """
        was gut lief; was lief gut; was gut gelaufen ist; ce qui a bien fonctionné; ce qui s'est bien passé; qué salió
        bien; qué funcionó bien; lo que salió bien; lo que funcionó; o que funcionou bem; o que correu bem; o que deu
        certo; o que funcionou; うまくいったこと; 良かった点; 良かったこと; 做得好的地方; 잘한 점;
        что прошло хорошо; що спрацювало; что
        сработало; що пройшло добре; wat ging goed""",
    "went_wrong": """
        was schlecht lief; was lief schlecht; was nicht gut lief; verbesserungspotenzial; ce qui a mal fonctionné; ce
        qui s'est mal passé; points d'amélioration; qué salió mal; qué falló; lo que salió mal; qué no funcionó; o que
        deu errado; o que correu mal; o que falhou; o que não funcionou; o que pode melhorar;
        うまくいかなかったこと; 悪かった点;
        改善が必要なこと; 改善点; 需要改进的地方; 아쉬운 점; что прошло плохо; що не спрацювало;
        что не сработало; wat ging fout""",
    "got_lucky": """
        wo wir glück hatten; glück; là où nous avons eu de la chance; chance; dónde tuvimos suerte;
        donde tuvimos suerte;
        suerte; onde tivemos sorte; sorte; 運が良かったこと; 幸運だったこと; 幸运之处; 운이 좋았던 점;
        где нам повезло; де нам пощастило""",
    "learned": """
        erkenntnisse; gelernt; gewonnene erkenntnisse; lehren; enseignements; leçons apprises; leçons; lecciones
        aprendidas; lecciones; aprendizajes; lições aprendidas; lições; aprendizados; lezioni apprese;
        geleerde lessen;
        教訓; 学び; 学んだこと; 经验教训; 교훈; 배운 점; выводы; уроки; извлечённые уроки; висновки; wnioski""",
    "actions": """
        maßnahmen; massnahmen; korrekturmaßnahmen; folgemaßnahmen; nächste schritte; aktionspunkte;
        vorbeugende maßnahmen;
        actions correctives; mesures correctives; plan d'action; prochaines étapes; actions préventives; acciones;
        acciones correctivas; acciones preventivas; plan de acción; próximos pasos; medidas correctivas; ações; ações
        corretivas; ações corretivas e preventivas; ações preventivas; plano de ação; próximos passos; itens de ação;
        azioni correttive; acties; アクションアイテム; 再発防止; 再発防止策; 対策; 今後の対応; 改进措施;
        后续行动; 行动项; 액션 아이템; 재발 방지; 재발 방지 대책;
        план действий; меры; действия; дії; план дій; заходи; działania""",
    "further_reading": """
        verweise; quellen; références; liens; referencias; enlaces; referências; 参考資料; 参考; 関連資料;
        参考资料; 참고 자료;
        ссылки; посилання""",
    "questions": """
        offene fragen; questions ouvertes; preguntas abiertas; perguntas em aberto; 未解決の質問;
        открытые вопросы""",
}  # fmt: skip

LABELS: Final[dict[str, str]] = {
    "incident_date": """
        datum; fecha; fecha del incidente; data; data do incidente; 日付; 発生日; 日時; 日期; дата;
        дата инцидента""",
    "authors": "autor; autoren; auteur; auteurs; autores; autore; 作成者; 著者; 作者; автор; автори; авторы",
    "owner": "verantwortlich; responsable; responsável; 担当者; 担当; 负责人; ответственный; відповідальний",
    "severity": """
        schweregrad; sévérité; gravité; severidad; severidade; gravidade; 重大度; 深刻度; 严重程度; 심각도;
        серьёзность""",
    "status": "estado; statut; stato; 状態; ステータス; 状态; 상태; статус",
    "services": """
        betroffene dienste; betroffene systeme; services impactés; services affectés; servicios afectados; serviços
        afetados; 影響サービス; 影響システム; затронутые сервисы""",
    "started_at": "beginn; début; inicio; início; 発生時刻; 開始時刻; начало; початок",
    "resolved_at": "ende; fin; fim; 復旧時刻; 終了時刻; конец; кінець",
    "more": "dauer; durée; duración; duração; duração do impacto; 影響期間; 期間; 持续时间; длительность; тривалість",
}

COLUMNS: Final[dict[str, str]] = {
    "text": """
        maßnahme; massnahme; aktion; mesure; acción; ação; アクション; 対策; 内容; 措施; 行动; действие; дія;
        tâche; tarea; tarefa""",
    "owner": """
        verantwortlich; zuständig; responsable; responsável; dueño; dono; 担当; 担当者; オーナー; 负责人;
        ответственный; відповідальний""",
    "due": """
        fällig; frist; termin; échéance; date limite; fecha límite; fecha; plazo; prazo; 期限; 截止日期; срок;
        термін""",
    "status": "stand; statut; estado; 状態; ステータス; 状态; статус",
    "priority": "priorität; priorité; prioridad; prioridade; 優先度; 优先级; приоритет; пріоритет",
    "kind": "typ; kategorie; type; tipo; categoria; categoría; 種別; カテゴリ; 类型; тип",
}
"""The roles of columns of actions."""

STATES: Final[dict[ActionStatus, str]] = {
    "done": """
        erledigt; fertig; abgeschlossen; fait; terminé; terminée; hecho; completado; terminado; feito; concluído;
        concluída; fatto; 完了; 対応済み; 対応済; 済; 完成; 已完成; 완료; готово; виконано; выполнено; сделано;
        зроблено""",
    "open": """
        offen; geplant; in arbeit; à faire; en cours; ouvert; pendiente; en curso; abierto; pendente; em andamento;
        a fazer; da fare; 未着手; 未対応; 対応中; 進行中; 未完了; 待办; 进行中; 未开始; 진행 중; 예정; открыто;
        в работе; відкрито; в роботі""",
}
"""The states of actions."""

TITLES: Final = (
    r"störung|vorfall|ausfall|panne|incidente|caída|interrup[cç]|інцидент|инцидент|сбой|збій|ポストモーテム|障害|インシデント"
    r"|事故|故障|复盘|장애"
)
"""A regular expression for words in the title of a postmortem."""

_MONTHS: Final = """
    januar|janvier|enero|janeiro|gennaio|januari|jänner; februar|février|fevrier|febrero|fevereiro|febbraio|februari;
    märz|maerz|mars|marzo|março|marco|maart; avril|abril|aprile; mai|mayo|maio|maggio|mei;
    juni|juin|junio|junho|giugno;
    juli|juillet|julio|julho|luglio; août|aout|agosto|augustus; septembre|septiembre|setembro|settembre;
    oktober|octobre|octubre|outubro|ottobre; novembre|noviembre|novembro;
    dezember|décembre|decembre|diciembre|dezembro|dicembre
    """
_ENGLISH: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_OF: Final = {
    name: _ENGLISH[n] for n, names in enumerate(_MONTHS.split(";")) for name in names.strip().split("|")
}
_WRITTEN: Final = re.compile(
    rf"\b(\d{{1,2}})\.?(?:er|º)?\s+(?:de\s+)?({'|'.join(_MONTH_OF)})\b(?:\s+(?:de\s+|del\s+)?(\d{{4}}))?", re.IGNORECASE
)
_EASTERN: Final = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


def with_english_dates(text: str) -> str:
    """Return a text with dates such as `4. März 2026`, `4 de marzo de 2026` and `2026年3月4日` in English."""
    text = _EASTERN.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", text)
    return _WRITTEN.sub(
        lambda found: " ".join(filter(None, (found[1], _MONTH_OF[found[2].casefold()], found[3]))), text
    )


def without_accents(text: str) -> str:
    """Return a text without accents, as typed on a keyboard that has none."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


NAMES_OF_FIELDS: Final = (
    "feld", "wert", "champ", "valeur", "campo", "valor", "veld", "waarde", "項目", "値", "内容", "字段", "值", "항목",
    "값", "поле", "значение", "значення",
)  # fmt: skip
"""The names of the two columns of a table of key details."""

TIMES: Final = """
    zeit; horário; uhrzeit; zeitpunkt; datum; heure; date; hora; fecha; data; data/hora; fecha/hora; orario;
    tijd; 時刻; 日時; 時間; 时间;
    日期; 시간; 시각; время; дата; час"""
"""Columns of a timeline with the time."""

TEXTS: Final = """
    ereignis; was; événement; evento; acontecimento; descripción; descrição; beschreibung; gebeurtenis;
    イベント; 出来事; 内容;
    事件; 이벤트; событие; подія"""
"""Columns of a timeline with the event."""
